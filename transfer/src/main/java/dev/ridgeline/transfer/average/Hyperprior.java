// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What is believed of the factor c and the source penalty before the target is looked at. */
final class Hyperprior {
  /** Least factor of the source model, and the step to the next. */
  static final double LEAST_SCALE = -1.5;

  private static final double STEP = 0.25;
  private static final int COUNT = 19;
  private static final double CENTRE = 0.75;
  private static final double SPREAD = 0.75;

  /** Share of the mass that lies on c = 0, and on c = 1. */
  private static final double POINT = 0.25;

  /** How many penalties of the grid stand for all of it in the second pass. */
  private static final int PENALTIES = 7;

  private Hyperprior() {}

  /** The factors, ascending: exact numbers, 0 and 1 among them. */
  static double[] scales() {
    return IntStream.range(0, COUNT).mapToDouble(i -> LEAST_SCALE + STEP * i).toArray();
  }

  /** Mass of every factor in the second pass: points at 0 and 1 on a normal curve. */
  static double[] scaleMasses() {
    double[] c = scales();
    double[] mass =
        Arrays.stream(c)
            .map(v -> Math.exp(-0.5 * ((v - CENTRE) / SPREAD) * ((v - CENTRE) / SPREAD)))
            .toArray();
    double sum = Arrays.stream(mass).sum();
    for (int i = 0; i < mass.length; i++) {
      mass[i] *= (1 - 2 * POINT) / sum;
      mass[i] += c[i] == 0 || c[i] == 1 ? POINT : 0;
    }
    return mass;
  }

  /** Indices of the penalties of the second pass, ascending, the source's own among them. */
  static int[] penalties(int count, int own) {
    return IntStream.concat(
            IntStream.range(0, PENALTIES)
                .map(i -> (int) Math.rint(i * ((count - 1.0) / (PENALTIES - 1)))),
            IntStream.of(own))
        .distinct()
        .sorted()
        .toArray();
  }
}
