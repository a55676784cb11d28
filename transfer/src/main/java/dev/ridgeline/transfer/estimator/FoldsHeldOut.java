// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.internal.Products;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Folds held out, each predicted by a fit on the others, with lambda of their own number of rows
 * and, without units that are given, their own means and deviations.
 */
final class FoldsHeldOut implements HeldOut {
  /**
   * One fold.
   *
   * @param design of the other rows
   * @param rows their number
   * @param share their groups over rows
   * @param at where the rows of the fold stand among the rows of weight above 0
   * @param roots of their weights
   * @param x their features less the means of the others
   * @param y their responses
   */
  private record Fold(
      Design design, int rows, double share, int[] at, double[] roots, Matrix x, Matrix y) {}

  private final Ridgeline ridgeline;
  private final Design whole;
  private final List<Fold> folds = new ArrayList<>();

  FoldsHeldOut(
      Ridgeline ridgeline,
      Preparation preparation,
      double[] scales,
      Sample sample,
      Design whole,
      List<int[]> rows) {
    this.ridgeline = ridgeline;
    this.whole = whole;
    int n = sample.rows();
    int[] place = new int[n];
    int used = 0;
    for (int i = 0; i < n; i++) {
      place[i] = sample.weight(i) > 0 ? used++ : -1;
    }
    for (int[] fold : rows) {
      boolean[] out = new boolean[n];
      Arrays.stream(fold).forEach(i -> out[i] = true);
      Sample others = sample.rows(IntStream.range(0, n).filter(i -> !out[i]).toArray());
      if (IntStream.range(0, others.rows()).noneMatch(i -> others.weight(i) > 0)) {
        throw new IllegalArgumentException(
            "every fold needs others with a row of weight above 0: folds=" + rows.size());
      }
      Design design = HeldOut.design(ridgeline, preparation, scales, others);
      int[] held = Arrays.stream(fold).filter(i -> place[i] >= 0).toArray();
      folds.add(
          new Fold(
              design,
              others.rows(),
              TargetAverage.share(others),
              Arrays.stream(held).map(i -> place[i]).toArray(),
              Arrays.stream(held).mapToDouble(i -> Math.sqrt(sample.weight(i))).toArray(),
              centred(sample.x(), held, design.means()),
              sample.rows(held).y()));
    }
  }

  private static Matrix centred(Matrix x, int[] rows, double[] means) {
    double[] part = new double[rows.length * means.length];
    for (int j = 0; j < means.length; j++) {
      for (int i = 0; i < rows.length; i++) {
        part[i + j * rows.length] = x.get(rows[i], j) - means[j];
      }
    }
    return Matrix.ofColumnMajor(part, rows.length, means.length);
  }

  @Override
  public Errors from(int response, Matrix priors, LambdaScale scale) {
    return new Errors() {
      @Override
      public double[] scratch(double lambda) {
        double[] errors = new double[whole.rows()];
        for (Fold fold : folds) {
          double[] b = fold.design().solve(own(fold), mu(fold, lambda));
          putErrors(fold, response, b, errors);
        }
        return errors;
      }

      // g is X b0 less what the fit of X b0 predicts, so b0 less that fit's coefficients
      @Override
      public double[] images(double lambda) {
        int p = priors.rows();
        int count = priors.columns();
        double[] all = new double[whole.rows() * count];
        for (Fold fold : folds) {
          double[] fitted = fold.design().solve(images(fold), mu(fold, lambda));
          double[] left = fold.design().toDesign(priors, response);
          double[] zero = new double[p];
          double constant = fold.design().toTable(zero, response);
          double[] constants = new double[count];
          for (int j = 0; j < count; j++) {
            double[] b = new double[p];
            for (int i = 0; i < p; i++) {
              b[i] = left[j * p + i] - fitted[j * p + i];
            }
            constants[j] = fold.design().toTable(b, response) - constant;
            for (int i = 0; i < p; i++) {
              left[j * p + i] = b[i] - zero[i];
            }
          }
          put(fold, predicted(fold, left, constants), response, all);
        }
        return all;
      }

      @Override
      public double[] of(int prior, double c, double lambda) {
        double[] errors = new double[whole.rows()];
        for (Fold fold : folds) {
          Design.Columns rest = own(fold).less(c, images(fold).column(prior));
          double[] b = fold.design().solve(rest, mu(fold, lambda));
          double[] b0 = fold.design().toDesign(priors.columns(prior, 1), response);
          for (int j = 0; j < b.length; j++) {
            b[j] += c * b0[j];
          }
          putErrors(fold, response, b, errors);
        }
        return errors;
      }

      private double mu(Fold fold, double lambda) {
        return scale.toNormalEquations(lambda, fold.rows());
      }

      private Design.Columns own(Fold fold) {
        return fold.design().responses().column(response);
      }

      private Design.Columns images(Fold fold) {
        return fold.design().image(priors, response);
      }
    };
  }

  @Override
  public double[] of(TargetAverage average) {
    double[] errors = new double[whole.rows()];
    for (Fold fold : folds) {
      if (TargetAverage.degrees(fold.design()) < 1) {
        Arrays.stream(fold.at()).forEach(i -> errors[i] = Double.NaN);
      } else {
        double[] b = average.on(fold.design(), fold.share(), fold.rows()).average().coefficients();
        putErrors(fold, average.response(), b, errors);
      }
    }
    return errors;
  }

  /** Errors of coefficients of the fold's design, which are overwritten. */
  private void putErrors(Fold fold, int response, double[] b, double[] to) {
    double[] constants = {fold.design().toTable(b, response)};
    double[] errors = predicted(fold, b, constants);
    for (int i = 0; i < errors.length; i++) {
      errors[i] = fold.y().get(i, response) - errors[i];
    }
    put(fold, errors, response, to);
  }

  /** Predictions of the fold's rows, rows x count. */
  private double[] predicted(Fold fold, double[] b, double[] constants) {
    int n = fold.at().length;
    int p = fold.x().columns();
    int count = constants.length;
    double[] means = fold.design().means();
    double[] predicted = Products.of(ridgeline, fold.x(), b, count);
    for (int c = 0; c < count; c++) {
      double constant = constants[c];
      for (int j = 0; j < p; j++) {
        constant += means[j] * b[c * p + j];
      }
      for (int i = 0; i < n; i++) {
        predicted[c * n + i] += constant;
      }
    }
    return predicted;
  }

  private void put(Fold fold, double[] values, int response, double[] to) {
    int n = fold.at().length;
    double unit = whole.unit(response);
    for (int k = 0; k < values.length; k++) {
      int i = k % n;
      to[fold.at()[i] + k / n * whole.rows()] = fold.roots()[i] * values[k] / unit;
    }
  }
}
