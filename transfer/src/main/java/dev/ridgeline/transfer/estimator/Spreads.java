// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Design;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.average.PredictiveScale;
import dev.ridgeline.transfer.model.PredictionSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Prediction intervals of coefficients that are kept, in the units of the table. Up to {@link #FEW}
 * features nothing but the second moments stands for the posterior. Beyond, only the leading axes
 * of the rows do, and every direction they leave has its prior variance: rather too much than too
 * little.
 */
final class Spreads {
  /** Up to so many features their covariance is kept whole. */
  static final int FEW = 128;

  /** So many axes of every table are looked at. */
  private static final int AXES = 64;

  /** So many axes of all are kept: what a model file holds is this times the features. */
  private static final int KEPT = 20;

  /** Eigenvalues below this share of the largest are no axes of their own. */
  private static final double NO_AXIS = 1e-12;

  private final Ridgeline ridgeline;
  private final SourceModels sources;
  private final Design design;
  private final int response;
  private final double[] zero;
  private final double constant;

  private Spreads(Ridgeline ridgeline, SourceModels sources, Design design, int response) {
    this.ridgeline = ridgeline;
    this.sources = sources;
    this.design = design;
    this.response = response;
    this.zero = new double[design.features()];
    this.constant = design.toTable(zero, response);
  }

  static PredictionSpread of(
      Ridgeline ridgeline,
      SourceModels sources,
      Design design,
      int response,
      ModelAverage average,
      double[] coefficients) {
    return new Spreads(ridgeline, sources, design, response).make(average, coefficients);
  }

  /**
   * The posterior mean of the squared error of the average on new rows, noise and tr(Sigma V):
   * along the basis that intervals have, and beyond it with the prior variance.
   *
   * @param sigma multiplies with the covariance of the features
   */
  static double expected(
      Ridgeline ridgeline,
      SourceModels sources,
      Design design,
      int response,
      ModelAverage average,
      UnaryOperator<double[]> sigma) {
    int p = design.features();
    Matrix basis =
        p <= FEW ? identity(p) : new Spreads(ridgeline, sources, design, response).axes();
    PredictiveScale scale = average.predictiveScale(basis, average.coefficients());
    double sum = 0;
    double along = 0;
    for (int f = 0; f < basis.columns(); f++) {
      double[] image = sigma.apply(basis.column(f));
      for (int g = 0; g < basis.columns(); g++) {
        double product = 0;
        for (int j = 0; j < p; j++) {
          product += image[j] * basis.get(j, g);
        }
        sum += product * scale.along().get(g, f);
        along += f == g ? product : 0;
      }
    }
    double all = along;
    if (p > FEW) {
      double[] unit = new double[p];
      all = 0;
      for (int j = 0; j < p; j++) {
        unit[j] = 1;
        all += sigma.apply(unit)[j];
        unit[j] = 0;
      }
    }
    double squared = scale.noise() + sum + scale.beyond() * Math.max(0, all - along);
    double degrees = scale.degrees();
    return degrees > 2 ? squared * (degrees / (degrees - 2)) : squared;
  }

  private PredictionSpread make(ModelAverage average, double[] coefficients) {
    int p = design.features();
    boolean few = p <= FEW;
    Matrix basis = few ? identity(p) : axes();
    PredictiveScale scale = average.predictiveScale(basis, coefficients);
    int d = basis.columns();
    double[] s = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double value = scale.along().get(i, j);
        s[i + j * d] = few ? value : (i == j ? scale.beyond() : 0) - value;
      }
    }
    Matrix free = design.unpenalisedDirections();
    int frees = few ? free.columns() : 0;
    double[][] factors = new double[d + frees][];
    double[] offsets = new double[d + frees];
    if (d > 0) {
      SymmetricEigen eigen = eigen(s, d);
      for (int k = 0; k < d; k++) {
        double root = Math.sqrt(Math.max(0, eigen.values()[k]));
        double[] direction = new double[p];
        for (int f = 0; f < d; f++) {
          double along = root * eigen.vectors().get(f, k);
          for (int j = 0; j < p; j++) {
            direction[j] += along * basis.get(j, f);
          }
        }
        offsets[k] = toTable(direction);
        factors[k] = direction;
      }
    }
    double unit = design.unit(response);
    double deviation = Math.sqrt(scale.noise()) * unit;
    for (int k = 0; k < frees; k++) {
      double[] column = free.column(k);
      factors[d + k] = new double[p];
      for (int j = 0; j < p; j++) {
        factors[d + k][j] = deviation * column[j];
      }
      offsets[d + k] = deviation * column[p];
    }
    // the mean of the responses is known to that of the noise
    double mean = design.unpenalised() > free.columns() ? 1 / design.weight() : 0;
    double noise = deviation * deviation * (1 + mean);
    return few
        ? new PredictionSpread(noise, scale.degrees(), factors, offsets, null, null)
        : new PredictionSpread(
            noise, scale.degrees(), factors, offsets, diagonal(scale.beyond()), design.means());
  }

  private SymmetricEigen eigen(double[] matrix, int order) {
    return ridgeline.compute(backend -> SymmetricEigen.of(backend, matrix, order));
  }

  /** The linear part of the way from the design to the table: the intercept. */
  private double toTable(double[] b) {
    double intercept = design.toTable(b, response) - constant;
    for (int j = 0; j < b.length; j++) {
      b[j] -= zero[j];
    }
    return intercept;
  }

  /** Prior variances of the coefficients of the table. */
  private double[] diagonal(double beyond) {
    double[] ones = new double[design.features()];
    Arrays.fill(ones, 1);
    return Arrays.stream(design.toDesign(Matrix.column(ones), response))
        .map(inverse -> inverse == 0 ? 0 : beyond / (inverse * inverse))
        .toArray();
  }

  /** The leading axes of all rows: of the products of the leading axes of every table. */
  private Matrix axes() {
    List<double[]> columns = new ArrayList<>();
    addLeading(design.principalAxes(), columns);
    for (int s = 0; s < sources.fits().size(); s++) {
      addLeading(sources.axes(s), columns);
    }
    int p = design.features();
    int count = columns.size();
    double[] products = new double[count * count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double sum = 0;
        for (int j = 0; j < p; j++) {
          sum += columns.get(a)[j] * columns.get(b)[j];
        }
        products[a + b * count] = sum;
      }
    }
    if (count == 0) {
      return Matrix.ofColumnMajor(new double[0], p, 0);
    }
    SymmetricEigen eigen = eigen(products, count);
    double[] values = eigen.values();
    int[] kept =
        IntStream.range(0, count)
            .filter(k -> values[k] > NO_AXIS * values[0])
            .limit(KEPT)
            .toArray();
    double[] basis = new double[p * kept.length];
    for (int k = 0; k < kept.length; k++) {
      for (int a = 0; a < count; a++) {
        double factor = eigen.vectors().get(a, kept[k]) / Math.sqrt(values[kept[k]]);
        for (int j = 0; j < p; j++) {
          basis[k * p + j] += factor * columns.get(a)[j];
        }
      }
    }
    return Matrix.ofColumnMajor(basis, p, kept.length);
  }

  private void addLeading(PrincipalAxes axes, List<double[]> to) {
    double unit = Math.scalb(1.0, axes.exponent() - design.principalAxes().exponent());
    double[] squares = axes.squares();
    IntStream.range(0, squares.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -squares[k]))
        .limit(AXES)
        .forEach(
            k -> {
              double[] column = axes.vectors().column(k);
              for (int j = 0; j < column.length; j++) {
                column[j] *= Math.sqrt(squares[k]) * unit;
              }
              to.add(column);
            });
  }

  private static Matrix identity(int p) {
    double[] ones = new double[p * p];
    for (int j = 0; j < p; j++) {
      ones[j * p + j] = 1;
    }
    return Matrix.ofColumnMajor(ones, p, p);
  }
}
