// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.random.Rng;

/**
 * What a study runs: the profile with every option in its place. Arrays are not copied; nobody
 * changes them.
 *
 * @param seeds how many, from 0
 * @param weightDecays of the source, ascending
 * @param fractions of the target training set
 * @param sourceEpochs passes over the source sample
 * @param transferEpochs passes over the target sample
 * @param select which accuracies choose the optima
 * @param rng draws the target samples
 * @param parallel cells at work at a time
 * @param quiet whether nothing is said
 */
record StudyPlan(
    int seeds,
    double[] weightDecays,
    double[] fractions,
    int sourceEpochs,
    int transferEpochs,
    Selection select,
    Rng rng,
    int parallel,
    boolean quiet) {

  /** The same with other strengths of the source regulariser. */
  StudyPlan withStrengths(double[] strengths) {
    return new StudyPlan(
        seeds, strengths, fractions, sourceEpochs, transferEpochs, select, rng, parallel, quiet);
  }
}
