// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;

/** Inputs, and what a network should make of each. */
public sealed interface TrainingSet extends Serializable permits Examples, Regression {
  /**
   * The inputs.
   *
   * @return one row per example
   */
  Inputs inputs();

  /**
   * The number of examples.
   *
   * @return n
   */
  int size();

  /**
   * The number of outputs that a network for them has.
   *
   * @return at least 1
   */
  int outputs();
}
