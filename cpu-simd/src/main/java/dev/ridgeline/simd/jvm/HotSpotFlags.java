// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * The flags of HotSpot that decide how vector code runs, as they are in force: after defaults,
 * command line, environment and what the CPU lacks. Immutable.
 *
 * <p>They are asked of the JVM itself. The CPU's own list of features would be cheaper to read and
 * wrong where a flag takes one away, and a fused multiply-add that is emulated is a thousand times
 * slower than two instructions.
 *
 * @param useFma whether fused multiply-adds are one instruction ({@code UseFMA})
 * @param tieredStopAtLevel highest compiler level, 4 when C2 may run ({@code TieredStopAtLevel})
 * @param jvmciCompiler whether another compiler replaces C2 ({@code UseJVMCICompiler})
 * @param vectorSupport whether C2 knows the Vector API ({@code EnableVectorSupport})
 */
public record HotSpotFlags(
    boolean useFma, int tieredStopAtLevel, boolean jvmciCompiler, boolean vectorSupport) {

  /** The level of C2 in tiered compilation. */
  public static final int C2 = 4;

  /** The flags of this JVM, read once. */
  private static final class Current {
    static final HotSpotFlags FLAGS = read();
  }

  /**
   * The flags of this JVM.
   *
   * @return what is in force
   */
  public static HotSpotFlags current() {
    return Current.FLAGS;
  }

  private static HotSpotFlags read() {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return new HotSpotFlags(
        Boolean.parseBoolean(value(bean, "UseFMA", "false")),
        Integer.parseInt(value(bean, "TieredStopAtLevel", Integer.toString(C2))),
        Boolean.parseBoolean(value(bean, "UseJVMCICompiler", "false")),
        Boolean.parseBoolean(value(bean, "EnableVectorSupport", "true")));
  }

  /** A JVM without the bean or the flag has nothing but the default. */
  private static String value(HotSpotDiagnosticMXBean bean, String flag, String otherwise) {
    if (bean == null) {
      return otherwise;
    }
    try {
      VMOption option = bean.getVMOption(flag);
      return option == null ? otherwise : option.getValue();
    } catch (IllegalArgumentException unknown) {
      return otherwise;
    }
  }
}
