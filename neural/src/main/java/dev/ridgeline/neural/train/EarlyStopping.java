// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.data.Examples;

/**
 * Watches the accuracy on examples held out of training after every epoch. Training ends when it
 * has not risen for some epochs, and the network is left with the parameters of its best epoch, the
 * first one on a tie.
 *
 * @param validation the examples held out, at least 1
 * @param patience after how many epochs without a rise to stop, at least 1; a number not below the
 *     epochs of the plan runs all of them
 */
public record EarlyStopping(Examples validation, int patience) {
  /** Checks the numbers. */
  public EarlyStopping {
    if (validation.size() < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "there must be validation examples and patience: examples=%d, patience=%d"
              .formatted(validation.size(), patience));
    }
  }
}
