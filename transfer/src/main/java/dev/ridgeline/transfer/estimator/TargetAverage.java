// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.average.SourceView;
import dev.ridgeline.transfer.average.StudentMixture;
import dev.ridgeline.transfer.average.TargetView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The average for one response of a target, and what of it is in the units of the design. */
final class TargetAverage {
  private final Ridgeline ridgeline;
  private final SourceModels sources;
  private final Design design;
  private final int response;
  private final LambdaGrid penalties;
  private final PrincipalAxes axes;
  private final ModelAverage average;

  /**
   * Averages.
   *
   * @param share groups over rows
   * @param penalties of the target
   * @param rows of the target, by which they are scaled
   */
  TargetAverage(
      Ridgeline ridgeline,
      SourceModels sources,
      Design design,
      int response,
      double share,
      LambdaGrid penalties,
      int rows) {
    this.ridgeline = ridgeline;
    this.sources = sources;
    this.design = design;
    this.response = response;
    this.penalties = penalties;
    this.axes = design.principalAxes();
    Design.Columns y = design.responses().column(response);
    TargetView target =
        new TargetView(
            design.leftVectors(),
            Arrays.stream(axes.squares()).map(Math::sqrt).toArray(),
            axes.vectors(),
            y.coordinates(),
            y.unreached(),
            design.unreachedRows(),
            degrees(design),
            share);
    double[] mu = inDesign(penalties.toNormalEquations(rows));
    this.average = ModelAverage.of(ridgeline, target, views(), mu, RunControl.NONE);
  }

  /** The average of the same sources, penalties and response on other rows of the target. */
  TargetAverage on(Design other, double share, int rows) {
    return new TargetAverage(ridgeline, sources, other, response, share, penalties, rows);
  }

  /** Groups over rows, of rows of weight above 0: rows of one group are not worth one each. */
  static double share(Sample sample) {
    int[] groups = sample.groups();
    if (groups == null) {
      return 1;
    }
    int[] used = IntStream.range(0, groups.length).filter(i -> sample.weight(i) > 0).toArray();
    return (double) Arrays.stream(used).map(i -> groups[i]).distinct().count() / used.length;
  }

  /** Rows less directions that are not penalised: without any there is no evidence. */
  static int degrees(Design design) {
    return design.rows() - design.unpenalised();
  }

  private double[] inDesign(double[] mu) {
    return Arrays.stream(mu).map(m -> Math.scalb(m, -2 * axes.exponent())).toArray();
  }

  private List<SourceView> views() {
    Matrix all = sources.coefficientsOf(response);
    int p = all.rows();
    double[] path = design.toDesign(all, response);
    if (!sources.hasFits()) {
      Matrix models = Matrix.ofColumnMajor(path, p, all.columns());
      PriorUncertainty known = sources.uncertainty();
      return List.of(
          known == null
              ? SourceView.ofModels(models)
              : known.view(ridgeline, models, design, response));
    }
    int size = sources.penalties().size();
    List<SourceView> views = new ArrayList<>();
    for (int s = 0; s < sources.fits().size(); s++) {
      PrincipalAxes own = sources.axes(s);
      int exponent = 2 * (own.exponent() - axes.exponent());
      double noise = sources.noise(s, response) / design.unit(response);
      double[] part = Arrays.copyOfRange(path, s * size * p, (s + 1) * size * p);
      views.add(
          SourceView.ofSums(
              Matrix.ofColumnMajor(part, p, size),
              sources.fits().get(s).best(response),
              inDesign(sources.penalties().toNormalEquations(sources.fits().get(s).rows())),
              own.vectors(),
              Arrays.stream(own.squares()).map(v -> Math.scalb(v, exponent)).toArray(),
              noise * noise));
    }
    return views;
  }

  ModelAverage average() {
    return average;
  }

  int response() {
    return response;
  }

  /**
   * The posterior of risk(b) - risk(a) of two vectors of coefficients of the design: linear in the
   * true coefficients w, d'Sigma (b + a - 2 w) with d = b - a. Sigma is the covariance of the
   * features, pooled from a source and the target. It is a mean over N rows of products of d'x and
   * (b + a - 2 w)'x, whose variance is added as for normal features (Isserlis 1918), w being its
   * posterior mean there.
   *
   * @param source whose rows are pooled with those of the target; below 0: none
   */
  StudentMixture gain(double[] a, double[] b, int source) {
    int p = a.length;
    double[] mean = average.coefficients();
    double[] difference = new double[p];
    double[] sum = new double[p];
    double[] off = new double[p];
    for (int j = 0; j < p; j++) {
      difference[j] = b[j] - a[j];
      sum[j] = b[j] + a[j];
      off[j] = sum[j] - 2 * mean[j];
    }
    double[] image = covariance(difference, source);
    double offset = dot(image, sum);
    double expected = dot(image, off);
    double rows = design.rows() + (source >= 0 ? (double) sources.fits().get(source).rows() : 0);
    double sampling =
        (dot(image, difference) * dot(covariance(off, source), off) + expected * expected) / rows;
    for (int j = 0; j < p; j++) {
      image[j] *= -2;
    }
    double noise = average.noise();
    return average
        .posterior(
            Matrix.column(image),
            new double[] {offset},
            new double[] {noise > 0 ? sampling / noise : 0})
        .getFirst();
  }

  /**
   * The posterior mean of the squared error of coefficients on new rows, less that of the posterior
   * mean: (b - m)'Sigma (b - m), Sigma as in {@link #gain}.
   */
  double excess(double[] b, int source) {
    double[] off = average.coefficients();
    for (int j = 0; j < off.length; j++) {
      off[j] = b[j] - off[j];
    }
    return dot(covariance(off, source), off);
  }

  /** The posterior mean of the squared error of the posterior mean on new rows. */
  double expected(int source) {
    return Spreads.expected(
        ridgeline, sources, design, response, average, x -> covariance(x, source));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** Sigma x. */
  private double[] covariance(double[] x, int source) {
    double[] image = new double[x.length];
    multiply(axes, 1, x, image);
    double weight = design.weight();
    if (source >= 0) {
      PrincipalAxes own = sources.axes(source);
      multiply(own, Math.scalb(1.0, 2 * (own.exponent() - axes.exponent())), x, image);
      weight += sources.fits().get(source).weight();
    }
    for (int j = 0; j < image.length; j++) {
      image[j] /= weight;
    }
    return image;
  }

  /** to += unit V diag(s^2) V'x. */
  private static void multiply(PrincipalAxes axes, double unit, double[] x, double[] to) {
    for (int k = 0; k < axes.rank(); k++) {
      double along = 0;
      for (int j = 0; j < x.length; j++) {
        along += axes.vectors().get(j, k) * x[j];
      }
      along *= axes.squares()[k] * unit;
      for (int j = 0; j < x.length; j++) {
        to[j] += along * axes.vectors().get(j, k);
      }
    }
  }
}
