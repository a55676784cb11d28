// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import dev.ridgeline.simd.jvm.HotSpotFlags;
import dev.ridgeline.simd.jvm.SimdSwitch;
import dev.ridgeline.simd.kernel.PreferredWidth;
import dev.ridgeline.simd.kernel.VectorProbe;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is known of a machine and its JVM. Immutable.
 *
 * @param simdSwitch what the user asked of the backend ({@link SimdSwitch#TYPED})
 * @param architecture {@code os.arch}
 * @param processor the CPU in words
 * @param vmName {@code java.vm.name}
 * @param vmInfo {@code java.vm.info}, which names the mode
 * @param vectorModule whether the module {@code jdk.incubator.vector} is resolved
 * @param vectorBits the width the Vector API prefers for doubles, 0 without the module
 * @param vectorGain how many times as many numbers vectors take as plain loops do, where another
 *     compiler than C2 compiles them; NaN where nobody asked
 * @param flags what HotSpot says of itself
 */
public record JvmFacts(
    String simdSwitch,
    String architecture,
    String processor,
    String vmName,
    String vmInfo,
    boolean vectorModule,
    int vectorBits,
    double vectorGain,
    HotSpotFlags flags) {

  // enough for the first core of any /proc/cpuinfo; a machine may list hundreds
  private static final int CPUINFO_BYTES = 4096;

  /**
   * The facts of this JVM.
   *
   * @return facts
   */
  public static JvmFacts current() {
    String architecture = System.getProperty("os.arch", "");
    boolean vectorModule =
        !SimdSwitch.TWINS && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    HotSpotFlags flags = HotSpotFlags.current();
    return new JvmFacts(
        SimdSwitch.TYPED,
        architecture,
        processor(architecture),
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.info", ""),
        vectorModule,
        vectorModule ? PreferredWidth.bits() : 0,
        vectorModule && flags.jvmciCompiler() ? VectorProbe.gain() : Double.NaN,
        flags);
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
