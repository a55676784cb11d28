// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/**
 * The loops, for either precision. All memory of a call must be of one precision and must not
 * overlap unless a loop says so; lengths are checked, and a mistake is an IllegalArgumentException.
 *
 * <p>Matrices are row-major without gaps. Safe for use by many threads on different memory.
 */
public final class Kernels {
  private Kernels() {}

  /**
   * Adds a row to every row: {@code z = z + bias}.
   *
   * @param z rows x width numbers, overwritten
   * @param bias width numbers
   * @param rows the number of rows
   */
  public static void addBias(Memory z, Memory bias, int rows) {
    int width = requireRows(z, bias, rows);
    if (z.precision() == Precision.FLOAT) {
      FloatKernels.addBias(z.segment(), bias.segment(), rows, width);
    } else {
      DoubleKernels.addBias(z.segment(), bias.segment(), rows, width);
    }
  }

  /**
   * A row added to every row, then ReLU: {@code z = max(z + bias, 0)}.
   *
   * @param z rows x width numbers, overwritten
   * @param bias width numbers
   * @param rows the number of rows
   */
  public static void addBiasRelu(Memory z, Memory bias, int rows) {
    int width = requireRows(z, bias, rows);
    if (z.precision() == Precision.FLOAT) {
      FloatKernels.addBiasRelu(z.segment(), bias.segment(), rows, width);
    } else {
      DoubleKernels.addBiasRelu(z.segment(), bias.segment(), rows, width);
    }
  }

  /**
   * Element by element: {@code z = z * mask}.
   *
   * @param z any numbers, overwritten
   * @param mask as many numbers
   */
  public static void multiply(Memory z, Memory mask) {
    requireSame(z, mask);
    if (z.precision() == Precision.FLOAT) {
      FloatKernels.multiply(z.segment(), mask.segment(), count(z));
    } else {
      DoubleKernels.multiply(z.segment(), mask.segment(), count(z));
    }
  }

  /**
   * The gradient before ReLU, and before dropout that scaled what it kept: {@code gradient * scale}
   * where the output is above 0, else 0.
   *
   * @param gradient the gradient of the output, overwritten
   * @param output what came out; a value that was dropped is 0
   * @param scale what dropout multiplied by, 1 without
   */
  public static void reluBackward(Memory gradient, Memory output, double scale) {
    requireSame(gradient, output);
    if (gradient.precision() == Precision.FLOAT) {
      FloatKernels.reluBackward(
          gradient.segment(), output.segment(), (float) scale, count(gradient));
    } else {
      DoubleKernels.reluBackward(gradient.segment(), output.segment(), scale, count(gradient));
    }
  }

  /**
   * Sums every column, from the first row to the last.
   *
   * @param sums width numbers, overwritten
   * @param matrix rows x width numbers
   * @param rows the number of rows
   */
  public static void columnSums(Memory sums, Memory matrix, int rows) {
    int width = requireRows(matrix, sums, rows);
    if (sums.precision() == Precision.FLOAT) {
      FloatKernels.columnSums(sums.segment(), matrix.segment(), rows, width);
    } else {
      DoubleKernels.columnSums(sums.segment(), matrix.segment(), rows, width);
    }
  }

  /**
   * A sub-gradient of L1: {@code gradient = gradient + coefficient sign(theta)}, with sign(0) = 0.
   *
   * @param gradient overwritten
   * @param theta the parameters, as many
   * @param coefficient the weight of the penalty
   */
  public static void addSign(Memory gradient, Memory theta, double coefficient) {
    requireSame(gradient, theta);
    if (gradient.precision() == Precision.FLOAT) {
      FloatKernels.addSign(
          gradient.segment(), theta.segment(), (float) coefficient, count(gradient));
    } else {
      DoubleKernels.addSign(gradient.segment(), theta.segment(), coefficient, count(gradient));
    }
  }

  /**
   * The gradient of L2-SP: {@code gradient = gradient + coefficient (theta - anchor)}.
   *
   * @param gradient overwritten
   * @param theta the parameters, as many
   * @param anchor where they are pulled to, as many
   * @param coefficient the weight of the penalty
   */
  public static void addPull(Memory gradient, Memory theta, Memory anchor, double coefficient) {
    requireSame(gradient, theta);
    requireSame(gradient, anchor);
    int count = count(gradient);
    if (gradient.precision() == Precision.FLOAT) {
      FloatKernels.addPull(
          gradient.segment(), theta.segment(), anchor.segment(), (float) coefficient, count);
    } else {
      DoubleKernels.addPull(
          gradient.segment(), theta.segment(), anchor.segment(), coefficient, count);
    }
  }

  /**
   * One step of Adam as torch.optim.Adam takes it. With {@code g = gradient + weightDecay theta}:
   *
   * <pre>
   * m = m + (1 - beta1) (g - m)
   * v = beta2 v + (1 - beta2) g g
   * theta = theta - lr / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
   * </pre>
   *
   * @param theta the parameters, overwritten
   * @param gradient the gradient of the loss, as many
   * @param m the mean of gradients, overwritten; zero before the first step
   * @param v the mean of squared gradients, overwritten; zero before the first step
   * @param step the numbers of this step
   */
  public static void adam(Memory theta, Memory gradient, Memory m, Memory v, AdamStep step) {
    requireSame(theta, gradient);
    requireSame(theta, m);
    requireSame(theta, v);
    if (theta.precision() == Precision.FLOAT) {
      FloatKernels.adam(
          theta.segment(), gradient.segment(), m.segment(), v.segment(), step, count(theta));
    } else {
      DoubleKernels.adam(
          theta.segment(), gradient.segment(), m.segment(), v.segment(), step, count(theta));
    }
  }

  /**
   * The squared Euclidean distance, summed in double.
   *
   * @param a any numbers
   * @param b as many
   * @return the sum of squared differences
   */
  public static double squaredDistance(Memory a, Memory b) {
    requireSame(a, b);
    // Once per epoch, so a plain loop; four sums so that none waits for the one before.
    double[] sums = new double[4];
    for (long i = 0; i < a.length(); i++) {
      double difference = a.get(i) - b.get(i);
      sums[(int) (i & 3)] += difference * difference;
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }

  /**
   * Sparse rows times a dense matrix: row i of {@code out} becomes the sum of {@code values[k]}
   * times row {@code columns[k]} of {@code weights}, k from {@code offsets[r]} to {@code offsets[r
   * + 1] - 1} with {@code r = order[from + i]}.
   *
   * @param out count x width numbers, overwritten
   * @param weights features x width numbers
   * @param rows the sparse rows
   * @param order numbers of rows
   * @param from the first entry of order to take
   * @param count how many entries to take
   */
  public static void sparseProduct(
      Memory out, Memory weights, SparseRows rows, int[] order, int from, int count) {
    int width = requireSparse(out, weights, rows, count);
    for (int i = 0; i < count; i++) {
      int first = rows.offsets()[order[from + i]];
      int last = rows.offsets()[order[from + i] + 1];
      long base = (long) i * width;
      if (out.precision() == Precision.FLOAT) {
        FloatKernels.gather(
            out.segment(),
            base,
            weights.segment(),
            width,
            rows.columns(),
            rows.values(),
            first,
            last);
      } else {
        DoubleKernels.gather(
            out.segment(),
            base,
            weights.segment(),
            width,
            rows.columns(),
            rows.values(),
            first,
            last);
      }
    }
  }

  /**
   * Sparse rows, transposed, times a dense matrix: the gradient of the weights in {@link
   * #sparseProduct}. Rows are added in the order given.
   *
   * @param weights features x width numbers, overwritten
   * @param delta count x width numbers
   * @param rows the sparse rows
   * @param order numbers of rows
   * @param from the first entry of order to take
   * @param count how many entries to take
   */
  public static void sparseTransposedProduct(
      Memory weights, Memory delta, SparseRows rows, int[] order, int from, int count) {
    int width = requireSparse(delta, weights, rows, count);
    weights.clear();
    for (int i = 0; i < count; i++) {
      int first = rows.offsets()[order[from + i]];
      int last = rows.offsets()[order[from + i] + 1];
      long base = (long) i * width;
      if (delta.precision() == Precision.FLOAT) {
        FloatKernels.scatter(
            weights.segment(),
            delta.segment(),
            base,
            width,
            rows.columns(),
            rows.values(),
            first,
            last);
      } else {
        DoubleKernels.scatter(
            weights.segment(),
            delta.segment(),
            base,
            width,
            rows.columns(),
            rows.values(),
            first,
            last);
      }
    }
  }

  private static int count(Memory memory) {
    return Math.toIntExact(memory.length());
  }

  static void requireSame(Memory a, Memory b) {
    if (a.length() != b.length() || a.precision() != b.precision()) {
      throw new IllegalArgumentException(
          "lengths and kinds must agree: %d %s, %d %s"
              .formatted(a.length(), a.precision(), b.length(), b.precision()));
    }
  }

  private static int requireRows(Memory matrix, Memory row, int rows) {
    if (rows < 0
        || matrix.precision() != row.precision()
        || matrix.length() != rows * row.length()) {
      throw new IllegalArgumentException(
          "a matrix must hold rows x width numbers: %d %s, rows=%d, width=%d %s"
              .formatted(matrix.length(), matrix.precision(), rows, row.length(), row.precision()));
    }
    return count(row);
  }

  private static int requireSparse(Memory matrix, Memory weights, SparseRows rows, int count) {
    long width = count == 0 ? 0 : matrix.length() / count;
    if (count < 1
        || matrix.precision() != weights.precision()
        || matrix.length() != count * width
        || weights.length() != rows.features() * width) {
      throw new IllegalArgumentException(
          "shapes must agree: matrix=%d %s, weights=%d %s, features=%d, count=%d"
              .formatted(
                  matrix.length(),
                  matrix.precision(),
                  weights.length(),
                  weights.precision(),
                  rows.features(),
                  count));
    }
    return Math.toIntExact(width);
  }
}
