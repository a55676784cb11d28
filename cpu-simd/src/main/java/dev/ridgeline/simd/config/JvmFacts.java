// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import dev.ridgeline.simd.jvm.HotSpotFlags;
import dev.ridgeline.simd.kernel.PreferredWidth;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is known of a machine and its JVM. Immutable.
 *
 * @param killSwitch value of the property or variable that switches the backend off, empty if unset
 * @param architecture {@code os.arch}
 * @param processor the CPU in words
 * @param vmName {@code java.vm.name}
 * @param vmInfo {@code java.vm.info}, which names the mode
 * @param vectorModule whether the module {@code jdk.incubator.vector} is resolved
 * @param vectorBits the width the Vector API prefers for doubles, 0 without the module
 * @param flags what HotSpot says of itself
 */
public record JvmFacts(
    String killSwitch,
    String architecture,
    String processor,
    String vmName,
    String vmInfo,
    boolean vectorModule,
    int vectorBits,
    HotSpotFlags flags) {

  /** Property that switches the backend off when it is {@code false}. */
  public static final String PROPERTY = "ridgeline.simd";

  /** Environment variable that does the same, where the property is not set. */
  public static final String VARIABLE = "RIDGELINE_SIMD";

  // enough for the first core of any /proc/cpuinfo; a machine may list hundreds
  private static final int CPUINFO_BYTES = 4096;

  /**
   * The facts of this JVM.
   *
   * @return facts
   */
  public static JvmFacts current() {
    String architecture = System.getProperty("os.arch", "");
    boolean vectorModule = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return new JvmFacts(
        killSwitch(System.getProperty(PROPERTY), System.getenv(VARIABLE)),
        architecture,
        processor(architecture),
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.info", ""),
        vectorModule,
        vectorModule ? PreferredWidth.bits() : 0,
        HotSpotFlags.current());
  }

  /** The first of the two that is set and not blank, as typed by the user. */
  static String killSwitch(String property, String variable) {
    if (property != null && !property.isBlank()) {
      return PROPERTY + "=" + property.strip();
    }
    return variable == null || variable.isBlank() ? "" : VARIABLE + "=" + variable.strip();
  }

  private static String processor(String architecture) {
    // not java.nio.file: its first use costs several milliseconds of a short command
    try (FileInputStream cpuinfo = new FileInputStream("/proc/cpuinfo")) {
      String head = new String(cpuinfo.readNBytes(CPUINFO_BYTES), StandardCharsets.ISO_8859_1);
      return processor(head, architecture);
    } catch (IOException | SecurityException notLinux) {
      return architecture;
    }
  }

  /** The model name of the first core; machines other than x86 give none. */
  static String processor(String cpuinfo, String architecture) {
    int name = cpuinfo.indexOf("model name");
    int colon = name < 0 ? -1 : cpuinfo.indexOf(':', name);
    int end = colon < 0 ? -1 : cpuinfo.indexOf('\n', colon);
    if (end < 0) {
      return architecture;
    }
    String model = cpuinfo.substring(colon + 1, end).strip();
    return model.isEmpty() ? architecture : model;
  }
}
