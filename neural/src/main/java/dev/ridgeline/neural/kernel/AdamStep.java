// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/**
 * The numbers of one step of Adam (Kingma and Ba, ICLR 2015) as torch.optim.Adam takes it: eps
 * joins the root of the second moment after the bias of that is corrected.
 *
 * @param learningRate the step size
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the denominator
 * @param weightDecay multiplies the parameters and joins the gradient
 * @param step the number of this step, from 1
 */
public record AdamStep(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay, int step) {
  /** lr / (1 - beta1^t). */
  double rate() {
    return learningRate / (1 - StrictMath.pow(beta1, step));
  }

  /** sqrt(1 - beta2^t). */
  double rootCorrection() {
    return Math.sqrt(1 - StrictMath.pow(beta2, step));
  }
}
