// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.jvm;

import java.util.Locale;

/**
 * What the user asked of this backend: {@code true} (as if nothing were set), {@code false} to do
 * without it, or {@code twins} to run its scalar twins alone. Twins need neither the Vector API nor
 * C2 and give the same bits, so a short command starts without both. Read once.
 */
public final class SimdSwitch {
  /** The property. */
  public static final String PROPERTY = "ridgeline.simd";

  /** The environment variable that does the same, where the property is not set. */
  public static final String VARIABLE = "RIDGELINE_SIMD";

  /** As the user typed it, with its name; empty where nothing is set. */
  public static final String TYPED = typed(System.getProperty(PROPERTY), System.getenv(VARIABLE));

  /** Whether the twins run alone: fixed for the life of the JVM, so compilers fold it. */
  public static final boolean TWINS = isTwins(TYPED);

  private SimdSwitch() {}

  /** The first of the two that is set and not blank. */
  static String typed(String property, String variable) {
    if (property != null && !property.isBlank()) {
      return PROPERTY + "=" + property.strip();
    }
    return variable == null || variable.isBlank() ? "" : VARIABLE + "=" + variable.strip();
  }

  /**
   * Whether a setting asks for the twins.
   *
   * @param typed as in {@link #TYPED}
   * @return true for the value {@code twins}
   */
  public static boolean isTwins(String typed) {
    return typed.toLowerCase(Locale.ROOT).endsWith("=twins");
  }
}
