// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

/**
 * What a training left behind, beside the parameters. The arrays are the caller's.
 *
 * @param distances the Euclidean distance to the anchor before training and after each epoch; empty
 *     without an anchor
 * @param losses the mean cross-entropy of the examples in each epoch, as seen in training (dropout
 *     on, penalties left out)
 * @param validationAccuracies the accuracy on held-out examples after each epoch, percent; empty
 *     without early stopping
 * @param bestEpoch the epoch whose parameters the network has, from 1; without early stopping the
 *     last one, and 0 if there was none
 */
public record TrainingResult(
    double[] distances, double[] losses, double[] validationAccuracies, int bestEpoch) {
  /**
   * The mean cross-entropy of the last epoch.
   *
   * @return the loss, NaN if there was no epoch
   */
  public double finalLoss() {
    return losses.length == 0 ? Double.NaN : losses[losses.length - 1];
  }
}
