// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks;

import dev.ridgeline.benchmarks.work.OpenBlas;
import dev.ridgeline.simd.kernel.RegisterPeak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where figures come from.
 *
 * @param processor as the operating system names it
 * @param cores usable by this process
 * @param system operating system
 * @param jdk version and vendor
 * @param openblasCore the kernels that OpenBLAS chose
 * @param fmaPeak GFLOP/s of one core from registers, measured in the run
 * @param memoryStream GB/s of all cores, measured in the run
 * @param commit what was measured
 */
public record Machine(
    String processor,
    int cores,
    String system,
    String jdk,
    String openblasCore,
    double fmaPeak,
    double memoryStream,
    String commit) {
  private static final int STREAM_BYTES = 1 << 27;

  /**
   * Looks around and measures the limits, which takes some seconds.
   *
   * @return this machine
   */
  public static Machine here() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Machine(
        processorName(),
        cores,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        OpenBlas.core(),
        RegisterPeak.gflops(),
        Limits.memoryStream(cores, STREAM_BYTES),
        System.getProperty("ridgeline.commit", "unknown"));
  }

  private static String processorName() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      String family = value(lines, "cpu family");
      return value(lines, "model name") + ", family " + family + ", model " + value(lines, "model");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String value(List<String> lines, String key) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "unknown";
  }
}
