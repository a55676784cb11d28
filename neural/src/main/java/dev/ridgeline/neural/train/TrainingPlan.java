// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import java.util.Optional;

/**
 * How to train: Adam with beta (0.9, 0.999) and eps 1e-8 on shuffled mini-batches.
 *
 * @param epochs how often every example is seen, at least 0
 * @param batchSize examples of one step, at least 1; the last step of an epoch takes what is left
 * @param learningRate the step size of Adam, above 0
 * @param regularizer what is added to the loss
 * @param dropout the probability that a hidden value is dropped, from 0 to below 1
 * @param anchor where L2-SP pulls to and distances are measured from, if anywhere
 * @param earlyStopping when to stop before the last epoch, if at all
 */
public record TrainingPlan(
    int epochs,
    int batchSize,
    double learningRate,
    Regularizer regularizer,
    double dropout,
    Optional<Anchor> anchor,
    Optional<EarlyStopping> earlyStopping) {
  /** Checks the numbers. */
  public TrainingPlan {
    if (epochs < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs must be at least 0, batchSize at least 1: epochs=%d, batchSize=%d"
              .formatted(epochs, batchSize));
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learningRate must be above 0: learningRate=" + learningRate);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must lie from 0 to below 1: dropout=" + dropout);
    }
    if (regularizer.towardsAnchor() > 0 && anchor.isEmpty()) {
      throw new IllegalArgumentException(
          "L2-SP needs an anchor: towardsAnchor=" + regularizer.towardsAnchor());
    }
  }

  /**
   * A plan as published: learning rate 1e-3, nothing added to the loss, no dropout.
   *
   * @param epochs how often every example is seen
   * @param batchSize examples of one step
   * @return the plan
   */
  public static TrainingPlan of(int epochs, int batchSize) {
    return new TrainingPlan(
        epochs, batchSize, 1e-3, Regularizer.none(), 0, Optional.empty(), Optional.empty());
  }

  /**
   * The same with another step size.
   *
   * @param value the step size of Adam
   * @return a new plan
   */
  public TrainingPlan withLearningRate(double value) {
    return new TrainingPlan(epochs, batchSize, value, regularizer, dropout, anchor, earlyStopping);
  }

  /**
   * The same with another penalty.
   *
   * @param value what is added to the loss
   * @return a new plan
   */
  public TrainingPlan withRegularizer(Regularizer value) {
    return new TrainingPlan(epochs, batchSize, learningRate, value, dropout, anchor, earlyStopping);
  }

  /**
   * The same with dropout.
   *
   * @param value the probability that a hidden value is dropped
   * @return a new plan
   */
  public TrainingPlan withDropout(double value) {
    return new TrainingPlan(
        epochs, batchSize, learningRate, regularizer, value, anchor, earlyStopping);
  }

  /**
   * The same measured from, and with L2-SP pulled to, a source network. Ask for it before L2-SP.
   *
   * @param value the anchor
   * @return a new plan
   */
  public TrainingPlan withAnchor(Anchor value) {
    return new TrainingPlan(
        epochs, batchSize, learningRate, regularizer, dropout, Optional.of(value), earlyStopping);
  }

  /**
   * The same, ended early.
   *
   * @param value when to stop
   * @return a new plan
   */
  public TrainingPlan withEarlyStopping(EarlyStopping value) {
    return new TrainingPlan(
        epochs, batchSize, learningRate, regularizer, dropout, anchor, Optional.of(value));
  }
}
