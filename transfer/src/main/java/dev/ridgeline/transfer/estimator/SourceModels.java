// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The priors that a target may start from: models of one or several source tables for every
 * penalty, or coefficients that were trained elsewhere. In the units of the tables. Immutable.
 */
public final class SourceModels {
  private final int features;
  private final double[] coefficients;
  private final int[] sources;
  private final double[] lambdas;
  private final LambdaGrid penalties;
  private final List<RidgeCvFit> fits;

  private SourceModels(
      int features,
      double[] coefficients,
      int[] sources,
      double[] lambdas,
      LambdaGrid penalties,
      List<RidgeCvFit> fits) {
    this.features = features;
    this.coefficients = coefficients;
    this.sources = sources;
    this.lambdas = lambdas;
    this.penalties = penalties;
    this.fits = fits;
  }

  /**
   * Fits source tables for every penalty.
   *
   * @param ridgeline who computes
   * @param preparation what is done to each table first; standardised columns of all are measured
   *     in the deviations of the first
   * @param penalties to try
   * @param sources at least one, of one response each and the same features
   * @return their models, source after source
   */
  public static SourceModels fit(
      Ridgeline ridgeline, Preparation preparation, LambdaGrid penalties, Sample... sources) {
    if (sources.length == 0) {
      throw new IllegalArgumentException("at least one source is needed");
    }
    RidgeCv cv = RidgeCv.on(ridgeline).penalties(penalties).preparation(preparation);
    int p = sources[0].features();
    int l = penalties.size();
    RidgeCvFit[] fits = new RidgeCvFit[sources.length];
    double[] all = new double[MatrixBatch.size(p, l, sources.length)];
    int[] owners = new int[l * sources.length];
    double[] lambdas = new double[owners.length];
    for (int s = 0; s < sources.length; s++) {
      if (sources[s].features() != p || sources[s].responses() != 1) {
        throw new IllegalArgumentException(
            "sources need the same features and one response: source "
                + s
                + " has "
                + sources[s].features()
                + " features and "
                + sources[s].responses()
                + " responses, source 0 has "
                + p
                + " features");
      }
      // one unit for all: a coefficient means the same whatever source it comes from
      double[] scales =
          s > 0 && preparation.standardize() ? fits[0].decomposed().sample.scales() : null;
      fits[s] = cv.fit(sources[s], scales);
      for (int j = 0; j < l; j++) {
        owners[s * l + j] = s;
        lambdas[s * l + j] = penalties.get(j);
        System.arraycopy(fits[s].model(j, 0).coefficients(), 0, all, (s * l + j) * p, p);
      }
    }
    return new SourceModels(p, all, owners, lambdas, penalties, List.of(fits));
  }

  /**
   * One model trained elsewhere, whose penalty is not known.
   *
   * @param coefficients p numbers, in the units of the target's features
   * @return the only prior
   */
  public static SourceModels of(double[] coefficients) {
    requireFinite(Matrix.column(coefficients));
    return new SourceModels(
        coefficients.length,
        coefficients.clone(),
        new int[1],
        new double[] {Double.NaN},
        null,
        List.of());
  }

  /**
   * A path of models trained elsewhere.
   *
   * @param coefficients p x L, one model per column, in the units of the target's features
   * @param penalties the L penalties they were trained with, on whatever scale they have
   * @return the priors
   */
  public static SourceModels path(Matrix coefficients, LambdaGrid penalties) {
    if (coefficients.columns() != penalties.size()) {
      throw new IllegalArgumentException(
          "one column of coefficients per penalty is needed: columns="
              + coefficients.columns()
              + ", penalties="
              + penalties.size());
    }
    requireFinite(coefficients);
    int p = coefficients.rows();
    double[] all = new double[MatrixBatch.size(p, penalties.size(), 1)];
    for (int j = 0; j < penalties.size(); j++) {
      for (int i = 0; i < p; i++) {
        all[i + j * p] = coefficients.get(i, j);
      }
    }
    return new SourceModels(
        p, all, new int[penalties.size()], penalties.values(), penalties, List.of());
  }

  private static void requireFinite(Matrix coefficients) {
    coefficients.asBatch().requireFinite("coefficients of the source");
  }

  /**
   * Number of priors.
   *
   * @return L, or L times the number of sources
   */
  public int size() {
    return lambdas.length;
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return features;
  }

  /**
   * Whose model a prior is.
   *
   * @param prior from 0
   * @return index of the source
   */
  public int source(int prior) {
    return sources[prior];
  }

  /**
   * The penalty that a prior was trained with.
   *
   * @param prior from 0
   * @return lambda; NaN when it is not known
   */
  public double lambda(int prior) {
    return lambdas[prior];
  }

  /**
   * The coefficients of a prior.
   *
   * @param prior from 0
   * @return p numbers, a copy
   */
  public double[] coefficients(int prior) {
    Objects.checkIndex(prior, size());
    return Arrays.copyOfRange(coefficients, prior * features, (prior + 1) * features);
  }

  /**
   * Fits of the source tables.
   *
   * @return one per source; none when the models were trained elsewhere
   */
  public List<RidgeCvFit> fits() {
    return fits;
  }

  /** The grid of penalties, or null where there is none. */
  LambdaGrid penalties() {
    return penalties;
  }

  /** The prior that a source likes best itself. */
  int sourceOptimal(int source) {
    return source * penalties.size() + fits.get(source).best(0);
  }

  /** Whether a prior was trained with the smallest or largest of several penalties. */
  boolean atEdge(int prior) {
    return penalties != null
        && penalties.size() > 1
        && lambdas[prior] > 0 // there is nothing below 0
        && penalties.atEdge(prior % penalties.size());
  }

  /** Units in which the first source measured its columns; null without a source table. */
  double[] scales() {
    return fits.isEmpty() ? null : fits.getFirst().decomposed().sample.scales();
  }

  /** All priors as the target's penalty sees them, p x L. */
  double[] scaledFor(Prepared target) {
    double[] b = new double[target.p * size()];
    for (int j = 0; j < size(); j++) {
      System.arraycopy(target.scaled(coefficients, j * features), 0, b, j * target.p, target.p);
    }
    return b;
  }
}
