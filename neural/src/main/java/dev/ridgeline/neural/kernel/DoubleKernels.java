// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Kernels} on doubles, which has checked the lengths. {@code FloatKernels} is
 * this file with the type exchanged, and a test compares them.
 *
 * <p>Rounding: each operation by itself, never fused, and the scalar tails repeat the vector body
 * operation by operation; so an element has the same bits in either.
 */
final class DoubleKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int SIZE = Double.BYTES;
  private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private DoubleKernels() {}

  /** z = z + bias, for each of the rows of z. */
  static void addBias(MemorySegment z, MemorySegment bias, int rows, int width) {
    int bound = SPECIES.loopBound(width);
    for (int row = 0; row < rows; row++) {
      long base = (long) row * width;
      int j = 0;
      for (; j < bound; j += LANES) {
        store(z, base + j, load(z, base + j).add(load(bias, j)));
      }
      for (; j < width; j++) {
        set(z, base + j, get(z, base + j) + get(bias, j));
      }
    }
  }

  /** z = max(z + bias, 0), for each of the rows of z. */
  static void addBiasRelu(MemorySegment z, MemorySegment bias, int rows, int width) {
    int bound = SPECIES.loopBound(width);
    for (int row = 0; row < rows; row++) {
      long base = (long) row * width;
      int j = 0;
      for (; j < bound; j += LANES) {
        store(z, base + j, load(z, base + j).add(load(bias, j)).max(0));
      }
      for (; j < width; j++) {
        set(z, base + j, Math.max(get(z, base + j) + get(bias, j), 0));
      }
    }
  }

  /** z = z * mask. */
  static void multiply(MemorySegment z, MemorySegment mask, int count) {
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      store(z, i, load(z, i).mul(load(mask, i)));
    }
    for (; i < count; i++) {
      set(z, i, get(z, i) * get(mask, i));
    }
  }

  /** gradient = gradient * scale where output > 0, else 0. */
  static void reluBackward(MemorySegment gradient, MemorySegment output, double scale, int count) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      VectorMask<Double> passes = load(output, i).compare(VectorOperators.GT, zero);
      store(gradient, i, zero.blend(load(gradient, i).mul(scale), passes));
    }
    for (; i < count; i++) {
      set(gradient, i, get(output, i) > 0 ? get(gradient, i) * scale : 0);
    }
  }

  /** sums[j] = matrix[0][j] + matrix[1][j] + .., in the order of the rows. */
  static void columnSums(MemorySegment sums, MemorySegment matrix, int rows, int width) {
    int bound = SPECIES.loopBound(width);
    int j = 0;
    for (; j < bound; j += LANES) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int row = 0; row < rows; row++) {
        sum = sum.add(load(matrix, (long) row * width + j));
      }
      store(sums, j, sum);
    }
    for (; j < width; j++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += get(matrix, (long) row * width + j);
      }
      set(sums, j, sum);
    }
  }

  /** gradient = gradient + coefficient * sign(theta), with sign(0) = 0. */
  static void addSign(MemorySegment gradient, MemorySegment theta, double coefficient, int count) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      DoubleVector t = load(theta, i);
      DoubleVector up = zero.blend(coefficient, t.compare(VectorOperators.GT, zero));
      DoubleVector pull = up.blend(-coefficient, t.compare(VectorOperators.LT, zero));
      store(gradient, i, load(gradient, i).add(pull));
    }
    for (; i < count; i++) {
      double t = get(theta, i);
      double pull = t > 0 ? coefficient : t < 0 ? -coefficient : 0;
      set(gradient, i, get(gradient, i) + pull);
    }
  }

  /** gradient = gradient + coefficient * (theta - anchor). */
  static void addPull(
      MemorySegment gradient,
      MemorySegment theta,
      MemorySegment anchor,
      double coefficient,
      int count) {
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      DoubleVector pull = load(theta, i).sub(load(anchor, i)).mul(coefficient);
      store(gradient, i, load(gradient, i).add(pull));
    }
    for (; i < count; i++) {
      double pull = (get(theta, i) - get(anchor, i)) * coefficient;
      set(gradient, i, get(gradient, i) + pull);
    }
  }

  /** One step of Adam: {@link Kernels#adam}. */
  static void adam(
      MemorySegment theta,
      MemorySegment gradient,
      MemorySegment m,
      MemorySegment v,
      AdamStep step,
      int count) {
    double decay = step.weightDecay();
    double first = (1 - step.beta1());
    double keep = step.beta2();
    double second = (1 - step.beta2());
    double correction = step.rootCorrection();
    double eps = step.epsilon();
    double rate = step.rate();
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      DoubleVector t = load(theta, i);
      DoubleVector g = load(gradient, i).add(t.mul(decay));
      DoubleVector mean = load(m, i);
      mean = mean.add(g.sub(mean).mul(first));
      DoubleVector square = load(v, i).mul(keep).add(g.mul(g).mul(second));
      store(m, i, mean);
      store(v, i, square);
      DoubleVector denominator = square.sqrt().div(correction).add(eps);
      store(theta, i, t.sub(mean.div(denominator).mul(rate)));
    }
    for (; i < count; i++) {
      double t = get(theta, i);
      double g = get(gradient, i) + t * decay;
      double mean = get(m, i);
      mean = mean + (g - mean) * first;
      double square = get(v, i) * keep + g * g * second;
      set(m, i, mean);
      set(v, i, square);
      double denominator = Math.sqrt(square) / correction + eps;
      set(theta, i, t - mean / denominator * rate);
    }
  }

  /** The row of out at base = sum over k of values[k] * weights[columns[k]], k ascending. */
  static void gather(
      MemorySegment out,
      long base,
      MemorySegment weights,
      int width,
      int[] columns,
      float[] values,
      int from,
      int to) {
    int bound = SPECIES.loopBound(width);
    int j = 0;
    for (; j < bound; j += LANES) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int k = from; k < to; k++) {
        sum = sum.add(load(weights, (long) columns[k] * width + j).mul(values[k]));
      }
      store(out, base + j, sum);
    }
    for (; j < width; j++) {
      double sum = 0;
      for (int k = from; k < to; k++) {
        sum += get(weights, (long) columns[k] * width + j) * values[k];
      }
      set(out, base + j, sum);
    }
  }

  /**
   * weights[columns[k]] = weights[columns[k]] + values[k] * delta, for every k; delta is one row.
   */
  static void scatter(
      MemorySegment weights,
      MemorySegment delta,
      long base,
      int width,
      int[] columns,
      float[] values,
      int from,
      int to) {
    int bound = SPECIES.loopBound(width);
    for (int k = from; k < to; k++) {
      long row = (long) columns[k] * width;
      int j = 0;
      for (; j < bound; j += LANES) {
        DoubleVector part = load(delta, base + j).mul(values[k]);
        store(weights, row + j, load(weights, row + j).add(part));
      }
      for (; j < width; j++) {
        set(weights, row + j, get(weights, row + j) + get(delta, base + j) * values[k]);
      }
    }
  }

  static DoubleVector load(MemorySegment memory, long index) {
    return DoubleVector.fromMemorySegment(SPECIES, memory, index * SIZE, ORDER);
  }

  static void store(MemorySegment memory, long index, DoubleVector value) {
    value.intoMemorySegment(memory, index * SIZE, ORDER);
  }

  static double get(MemorySegment memory, long index) {
    return memory.getAtIndex(LAYOUT, index);
  }

  static void set(MemorySegment memory, long index, double value) {
    memory.setAtIndex(LAYOUT, index, value);
  }
}
