// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;

/**
 * One problem of which nothing but sums is known, by the eigenvalues and vectors of X'X = V
 * diag(s^2) V', where a factorisation says nothing. With a penalty below p eps s_1^2, eigenvalues
 * up to that count as zero, so the solution at penalty 0 is that of minimum norm.
 */
final class SumsSpectrum {
  private final double[] values;
  private final double[] vectors;
  private final double[] rotated;
  private final int p;
  private final int t;
  private final double tolerance;
  private final int first;
  private final int info;

  SumsSpectrum(Designs designs, int item) {
    Backend backend = designs.backend;
    p = designs.p;
    t = designs.t;
    try (Block gram = designs.gram(item);
        Block z = designs.rightHandSides();
        Spectrum spectrum = backend.syevd(gram, true);
        Block product = backend.allocate(p, t, 1)) {
      info = spectrum.info().values()[0];
      values = backend.download(spectrum.values());
      vectors = backend.download(spectrum.vectors());
      backend.gemm(
          Transpose.YES, Transpose.NO, 1, spectrum.vectors(), z.items(item, 1), 0, product);
      rotated = backend.download(product);
    }
    double size = Math.max(designs.size(item), p == 0 ? 0 : values[p - 1]);
    tolerance = Rounding.ofEigenvalues(p, size);
    // what the rows cannot reach is rounding, however large
    long reached = designs.rows(item) - designs.unpenalised(item);
    first = p - Math.clamp(reached, 0, designs.penalised(item));
  }

  int info() {
    return info;
  }

  /** An eigenvalue is known to the tolerance: with a penalty above that it may be anything. */
  private boolean isKept(int k, double mu) {
    return k >= first && Math.max(0, values[k]) + mu > tolerance;
  }

  private double filter(int k, double mu) {
    return isKept(k, mu) ? 1 / (Math.max(0, values[k]) + mu) : 0;
  }

  /** Whether eigenvalues were dropped that the design may have. */
  boolean isDeficient(double mu) {
    return first < p && !isKept(first, mu);
  }

  /** Coefficients, p x t. */
  double[] coefficients(double mu) {
    double[] b = new double[p * t];
    for (int c = 0; c < t; c++) {
      for (int k = 0; k < p; k++) {
        double factor = filter(k, mu) * rotated[k + c * p];
        for (int i = 0; factor != 0 && i < p; i++) {
          b[i + c * p] += factor * vectors[i + k * p];
        }
      }
    }
    return b;
  }

  double degreesOfFreedom(double mu) {
    double sum = 0;
    for (int k = 0; k < p; k++) {
      sum += Math.max(0, values[k]) * filter(k, mu);
    }
    return sum;
  }

  /** log det (I + X'X / mu). */
  double logDeterminant(double mu) {
    double sum = 0;
    for (int k = first; k < p; k++) {
      sum += isKept(k, mu) ? Rounding.logOfOnePlus(Math.max(0, values[k]), mu) : 0;
    }
    return sum;
  }
}
