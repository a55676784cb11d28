// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine a run took place on, for its manifest. */
final class Environment {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Environment() {}

  /** What a manifest says of a run; its route is noted by those that know it. */
  static Map<String, Object> manifest(
      RunPlan plan,
      int threads,
      Map<String, Double> seconds,
      List<String> files,
      List<String> findings) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("command", plan.command());
    manifest.put("parameters", plan.parameters());
    manifest.put("version", plan.version());
    manifest.put("jdk", jdk());
    manifest.put("cpu", cpu());
    manifest.put("os", os());
    manifest.put("backend", plan.backend());
    manifest.put("route", "");
    manifest.put("threads", threads);
    manifest.put("seconds", seconds);
    manifest.put("files", files);
    manifest.put("findings", findings);
    return manifest;
  }

  private static String jdk() {
    return System.getProperty("java.vendor") + " " + Runtime.version();
  }

  private static String os() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }

  /** The model name where Linux tells it, else the architecture. */
  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
