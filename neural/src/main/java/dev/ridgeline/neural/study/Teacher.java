// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A function that networks learn, itself a network of one hidden layer: {@code f(x) = sum of a_j
 * max(0, w_j'x)}, scaled so that the mean of f squared over standard normal inputs is 1.
 *
 * <p>The target's teacher is {@code rho} times the source's: the projection of the one on the other
 * is rho, as with the coefficients {@code w1 = rho w0} of the linear model.
 */
final class Teacher {
  private final int dimension;
  private final double[] directions;
  private final double[] outputs;

  private Teacher(int dimension, double[] directions, double[] outputs) {
    this.dimension = dimension;
    this.directions = directions;
    this.outputs = outputs;
  }

  /**
   * Draws a teacher: directions uniform on the sphere, normal output weights.
   *
   * @param random the generator
   * @param dimension of the inputs
   * @param units of the hidden layer
   * @return the teacher
   */
  static Teacher draw(UniformRandomProvider random, int dimension, int units) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[] directions = new double[units * dimension];
    double[] outputs = new double[units];
    for (int j = 0; j < units; j++) {
      double square = 0;
      for (int k = 0; k < dimension; k++) {
        double value = normal.sample();
        directions[j * dimension + k] = value;
        square += value * value;
      }
      for (int k = 0; k < dimension; k++) {
        directions[j * dimension + k] /= Math.sqrt(square);
      }
      outputs[j] = normal.sample();
    }
    Teacher teacher = new Teacher(dimension, directions, outputs);
    double scale = 1 / Math.sqrt(teacher.meanSquare());
    for (int j = 0; j < units; j++) {
      outputs[j] *= scale;
    }
    return teacher;
  }

  /**
   * The mean of f squared over standard normal inputs. For unit vectors at the angle t the mean of
   * {@code max(0, u'x) max(0, v'x)} is {@code (sin t + (pi - t) cos t) / (2 pi)} (Cho and Saul,
   * NIPS 2009, equation 6 for n = 1).
   */
  double meanSquare() {
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs.length; j++) {
        double cosine = i == j ? 1 : Math.clamp(inner(i, j), -1.0, 1.0);
        double angle = Math.acos(cosine);
        double mean = (Math.sin(angle) + (Math.PI - angle) * cosine) / (2 * Math.PI);
        sum += outputs[i] * outputs[j] * mean;
      }
    }
    return sum;
  }

  private double inner(int i, int j) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += directions[i * dimension + k] * directions[j * dimension + k];
    }
    return sum;
  }

  /**
   * The function at some inputs.
   *
   * @param inputs rows of {@code dimension} numbers
   * @return one value per row
   */
  double[] values(float[] inputs) {
    double[] values = new double[inputs.length / dimension];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < outputs.length; j++) {
        double sum = 0;
        for (int k = 0; k < dimension; k++) {
          sum += directions[j * dimension + k] * inputs[i * dimension + k];
        }
        values[i] += outputs[j] * Math.max(0, sum);
      }
    }
    return values;
  }
}
