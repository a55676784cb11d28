// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.io.Serializable;
import java.util.List;

/**
 * What a cell gave. Accuracies are in percent; where numbers are learnt, they are the shares of the
 * teacher explained, and fractions are alignments.
 *
 * @param sourceTest accuracy of the source model on its test set; NaN from scratch
 * @param sourceHeldOut the same on the held-out rows; NaN where none are
 * @param targets one for every target fraction, in the order of the run
 * @param seconds time that the cell took
 */
record CellResult(double sourceTest, double sourceHeldOut, List<Target> targets, double seconds)
    implements Serializable {

  /** Copies the list. */
  CellResult {
    targets = List.copyOf(targets);
  }

  /**
   * The models of one target sample. From scratch there is one, in the place of the standard one.
   *
   * @param fraction share of the target training set
   * @param standardTest accuracy on the test set after standard fine-tuning
   * @param standardHeldOut the same on the held-out rows; NaN where none are
   * @param l2spTest accuracy on the test set after fine-tuning with L2-SP; NaN where not run
   * @param l2spHeldOut the same on the held-out rows
   * @param standardDistances distance of the copied parameters from the source's, before training
   *     and after every epoch
   * @param l2spDistances the same with L2-SP
   */
  record Target(
      double fraction,
      double standardTest,
      double standardHeldOut,
      double l2spTest,
      double l2spHeldOut,
      double[] standardDistances,
      double[] l2spDistances)
      implements Serializable {}
}
