// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

/** A training ended early because its thread was interrupted. */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TrainingInterruptedException() {
    super("the training was interrupted");
  }
}
