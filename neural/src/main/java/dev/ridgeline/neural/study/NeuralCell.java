// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.run.Cell;

/**
 * One seed with one setting of the source: a source model and what becomes of it, or, without a
 * source, the models from scratch.
 *
 * @param series what the source is trained on and how, where a run has several; empty otherwise
 * @param seed from which all draws follow
 * @param scratch whether the target is trained without a source
 * @param weightDecay of the source; 0 for scratch
 */
record NeuralCell(String series, long seed, boolean scratch, double weightDecay) implements Cell {
  static NeuralCell source(String series, long seed, double weightDecay) {
    return new NeuralCell(series, seed, false, weightDecay);
  }

  static NeuralCell scratch(String series, long seed) {
    return new NeuralCell(series, seed, true, 0);
  }

  @Override
  public String id() {
    return (series.isEmpty() ? "" : series + "/")
        + "seed="
        + seed
        + (scratch ? "/scratch" : "/weight-decay=" + weightDecay);
  }
}
