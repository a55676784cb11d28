// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

/** The seed of a random test: fixed, or what {@code -Dtests.seed} says. */
public final class TestSeed {
  private TestSeed() {}

  public static long get(long fixed) {
    String asked = System.getProperty("tests.seed", "");
    return asked.isEmpty() ? fixed : Long.decode(asked);
  }
}
