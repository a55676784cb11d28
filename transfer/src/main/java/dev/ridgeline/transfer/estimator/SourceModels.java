// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Preparation;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.model.Comparisons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The priors that a target may start from: models of one or several source tables for every
 * penalty, or coefficients that were trained elsewhere, in the units of the tables. Immutable, and
 * safe for use by several threads.
 */
public final class SourceModels {
  /** Numbers of the largest table that is decomposed by its rows, not by its sums (256 MB). */
  private static final long LARGEST_DESIGN = 1L << 25;

  private final int features;
  // [response], p x L each
  private final List<Matrix> coefficients;
  private final int[] sources;
  private final double[] lambdas;
  private final LambdaGrid penalties;
  private final List<RidgeFit> fits;
  // of the fits; none where they are not known
  private final List<Sample> tables;
  private final Judging judging;
  // of the only prior; null where it is not known
  private final PriorUncertainty uncertainty;
  private final HeldOut[] heldOut;
  private final Design[] designs;
  private final PrincipalAxes[] axes;
  private final double[][] noise;

  /** How rows of the tables are held out; null without tables. */
  private record Judging(Ridgeline ridgeline, Criterion criterion, Preparation preparation) {}

  private SourceModels(
      int features,
      List<Matrix> coefficients,
      int[] sources,
      double[] lambdas,
      LambdaGrid penalties,
      List<RidgeFit> fits,
      List<Sample> tables,
      Judging judging,
      PriorUncertainty uncertainty) {
    this.features = features;
    this.coefficients = coefficients;
    this.sources = sources;
    this.lambdas = lambdas;
    this.penalties = penalties;
    this.fits = fits;
    this.tables = tables;
    this.judging = judging;
    this.uncertainty = uncertainty;
    this.heldOut = new HeldOut[tables.size()];
    this.designs = new Design[fits.size()];
    this.axes = new PrincipalAxes[fits.size()];
    this.noise = new double[fits.size()][];
  }

  /**
   * Fits source tables for every penalty.
   *
   * @param ridgeline computes the fits
   * @param preparation applied to each table first; standardised columns of all tables are measured
   *     in the deviations of the first
   * @param criterion by which the best penalty of each source for itself is chosen: leave-one-out,
   *     leave-one-group-out or folds
   * @param penalties to try; an {@link LambdaGrid#auto automatic} grid follows from the first
   *     source, and is extended while the best penalty of any source lies at its end
   * @param sources at least one, of the same features and responses
   * @param control progress, in sources, and cancellation
   * @return their models, source after source
   */
  public static SourceModels fit(
      Ridgeline ridgeline,
      Preparation preparation,
      Criterion criterion,
      LambdaGrid penalties,
      List<Sample> sources,
      RunControl control) {
    RidgeCv cv =
        RidgeCv.on(ridgeline)
            .preparation(preparation)
            .criterion(criterion)
            .keepingAllCoefficients();
    RunControl each = new RunControl(control.cancelled(), RunControl.NONE.progress());
    List<RidgeFit> fits =
        fit(
            sources,
            penalties,
            control,
            (source, grid, first) ->
                // one unit for all: a coefficient means the same whatever source it comes from
                first != null && preparation.standardize()
                    ? cv.penalties(grid).fit(source, first.scales(), each)
                    : cv.penalties(grid).fit(source, each));
    return of(fits, List.copyOf(sources), new Judging(ridgeline, criterion, preparation));
  }

  /**
   * Fits sources whose rows are not here, for every penalty.
   *
   * @param ridgeline computes the fits
   * @param preparation applied to the sources first
   * @param criterion of the estimator that sources get
   * @param penalties to try; automatic as in {@link #fit}
   * @param sources at least one, of the same features and responses; a single one when columns are
   *     standardised. Each fits itself by the estimator it gets, which keeps all coefficients
   * @param control progress, in sources, and cancellation
   * @return their models, source after source
   */
  public static SourceModels elsewhere(
      Ridgeline ridgeline,
      Preparation preparation,
      Criterion criterion,
      LambdaGrid penalties,
      List<Function<RidgeCv, RidgeFit>> sources,
      RunControl control) {
    if (preparation.standardize() && sources.size() > 1) {
      throw new IllegalArgumentException(
          "several sources without rows cannot be standardised alike: give tables, or one source:"
              + " sources="
              + sources.size());
    }
    RidgeCv cv =
        RidgeCv.on(ridgeline)
            .preparation(preparation)
            .criterion(criterion)
            .keepingAllCoefficients();
    return of(
        fit(sources, penalties, control, (source, grid, first) -> source.apply(cv.penalties(grid))),
        List.of(),
        null);
  }

  /** Fits one source, of which the first fit is known unless it is that. */
  private interface Fitting<S> {
    RidgeFit fit(S source, LambdaGrid grid, RidgeFit first);
  }

  /** All sources on one grid: each may extend an automatic one, and then all are fitted again. */
  private static <S> List<RidgeFit> fit(
      List<S> sources, LambdaGrid penalties, RunControl control, Fitting<S> fitting) {
    LambdaGrid grid = penalties;
    while (true) {
      List<RidgeFit> fits = new ArrayList<>();
      for (S source : sources) {
        RidgeFit fit = fitting.fit(source, grid, fits.isEmpty() ? null : fits.getFirst());
        grid = fit.lambdas();
        fits.add(fit);
        control.progress().update(fits.size(), sources.size());
      }
      int size = grid.size();
      if (fits.stream().allMatch(fit -> fit.lambdas().size() == size)) {
        return fits;
      }
    }
  }

  private static SourceModels of(List<RidgeFit> fits, List<Sample> tables, Judging judging) {
    if (fits.isEmpty()) {
      throw new IllegalArgumentException("at least one source is needed");
    }
    RidgeFit first = fits.getFirst();
    LambdaGrid penalties = first.lambdas();
    int p = first.features();
    int l = penalties.size();
    int t = first.responses();
    int size = l * fits.size();
    double[][] all = new double[t][MatrixBatch.size(p, size, 1)];
    int[] owners = new int[size];
    double[] lambdas = new double[size];
    for (int s = 0; s < fits.size(); s++) {
      RidgeFit fit = fits.get(s);
      if (fit.features() != p || fit.responses() != t) {
        throw new IllegalArgumentException(
            "sources need the same features and responses: source "
                + s
                + " has "
                + fit.features()
                + " features and "
                + fit.responses()
                + " responses, source 0 has "
                + p
                + " and "
                + t);
      }
      for (int j = 0; j < l; j++) {
        owners[s * l + j] = s;
        lambdas[s * l + j] = penalties.get(j);
        Matrix b = fit.coefficients(j);
        for (int c = 0; c < t; c++) {
          System.arraycopy(b.column(c), 0, all[c], (s * l + j) * p, p);
        }
      }
    }
    List<Matrix> models = Arrays.stream(all).map(b -> Matrix.ofColumnMajor(b, p, size)).toList();
    return new SourceModels(
        p, models, owners, lambdas, penalties, List.copyOf(fits), tables, judging, null);
  }

  /**
   * Takes one model that was trained elsewhere, with a penalty that is not known.
   *
   * @param coefficients p x T, a column per response, in the units of the target's features
   * @return the only prior
   */
  public static SourceModels of(Matrix coefficients) {
    return of(coefficients, null);
  }

  private static SourceModels of(Matrix coefficients, PriorUncertainty uncertainty) {
    requireFinite(coefficients);
    List<Matrix> models =
        IntStream.range(0, coefficients.columns())
            .mapToObj(t -> Matrix.column(coefficients.column(t)))
            .toList();
    return new SourceModels(
        coefficients.rows(),
        models,
        new int[1],
        new double[] {Double.NaN},
        null,
        List.of(),
        List.of(),
        null,
        uncertainty);
  }

  /**
   * Takes one model of one response that was trained elsewhere, and its uncertainty: the average
   * then counts it as that of a source table.
   *
   * @param coefficients p numbers in the units of the target's features
   * @param covariance of the coefficients, p x p, symmetric and positive semidefinite, in the units
   *     of the tables squared: sigma0^2 (X0'X0 + mu0 I)^-1 of a ridge fit
   * @return the only prior
   */
  public static SourceModels of(double[] coefficients, Matrix covariance) {
    return of(
        Matrix.column(coefficients.clone()),
        new PriorUncertainty.Given(covariance, coefficients.length));
  }

  /**
   * Takes one model of one response that was trained elsewhere on a number of rows. They are taken
   * for rows like those of the target: with Sigma1 = X1'X1 / W1 of the target as the penalty sees
   * it, the covariance of the coefficients is
   *
   * <pre>
   * sigma1^2 (rows Sigma1 + tr(Sigma1) I)^-1
   * </pre>
   *
   * <p>with the noise of the target and the penalty that is best where the signal is as strong as
   * the noise.
   *
   * @param coefficients p numbers in the units of the target's features
   * @param rows of the sample it was trained on, at least 1
   * @return the only prior
   */
  public static SourceModels of(double[] coefficients, long rows) {
    return of(Matrix.column(coefficients.clone()), new PriorUncertainty.OfRows(rows));
  }

  /**
   * Takes models of one response that were trained elsewhere, each a source of its own, with
   * penalties that are not known.
   *
   * @param coefficients p x k, one model per column, in the units of the target's features
   * @return the priors
   */
  public static SourceModels priors(Matrix coefficients) {
    requireFinite(coefficients);
    int count = coefficients.columns();
    double[] unknown = new double[count];
    Arrays.fill(unknown, Double.NaN);
    return new SourceModels(
        coefficients.rows(),
        List.of(copy(coefficients)),
        IntStream.range(0, count).toArray(),
        unknown,
        null,
        List.of(),
        List.of(),
        null,
        null);
  }

  /**
   * Takes a path of models of one response that were trained elsewhere.
   *
   * @param coefficients p x L, one model per column, in the units of the target's features
   * @param penalties the L penalties they were trained with, on any scale
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
    return new SourceModels(
        coefficients.rows(),
        List.of(copy(coefficients)),
        new int[penalties.size()],
        penalties.values(),
        penalties,
        List.of(),
        List.of(),
        null,
        null);
  }

  private static Matrix copy(Matrix of) {
    int p = of.rows();
    double[] all = new double[MatrixBatch.size(p, of.columns(), 1)];
    for (int j = 0; j < of.columns(); j++) {
      System.arraycopy(of.column(j), 0, all, j * p, p);
    }
    return Matrix.ofColumnMajor(all, p, of.columns());
  }

  private static void requireFinite(Matrix coefficients) {
    coefficients.asBatch().requireFinite("coefficients of the source");
  }

  /**
   * Number of responses.
   *
   * @return T
   */
  public int responses() {
    return coefficients.size();
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
   * Returns the source that a prior was trained on.
   *
   * @param prior from 0
   * @return index of the source; of {@link #priors} their own
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
   * @param response from 0
   * @return p numbers, a copy
   */
  public double[] coefficients(int prior, int response) {
    return coefficientsOf(response).column(Objects.checkIndex(prior, size()));
  }

  /**
   * The coefficients of all priors for one response.
   *
   * @param response from 0
   * @return p x L, a view: do not write to it
   */
  public Matrix coefficientsOf(int response) {
    return coefficients.get(response);
  }

  /**
   * Returns the fits of the sources.
   *
   * @return one per source; none when the models were trained elsewhere
   */
  public List<RidgeFit> fits() {
    return fits;
  }

  /**
   * Whether the sources were fitted here.
   *
   * @return false when the models were trained elsewhere
   */
  public boolean hasFits() {
    return !fits.isEmpty();
  }

  /**
   * Whether the rows of the sources are known, and not only their sums.
   *
   * @return false when the models were trained elsewhere, too
   */
  public boolean hasRows() {
    return hasFits() && fits.getFirst().hasRows();
  }

  /**
   * Returns a source table, prepared and decomposed; this is done once, by the first call.
   *
   * @param source from 0, with rows
   * @return the design: do not close it
   */
  public Design design(int source) {
    synchronized (designs) {
      if (designs[source] == null) {
        designs[source] = fits.get(source).design();
      }
      return designs[source];
    }
  }

  /**
   * The loss of a source on its own rows, held out as its criterion says, by its penalty.
   *
   * @param source from 0, with rows
   * @param response from 0
   * @return mean squared errors, up to a power of two
   */
  public DoubleUnaryOperator lossOf(int source, int response) {
    Design design = design(source);
    HeldOut.Errors held = heldOut(source).from(response, HeldOut.none(features), penalties.scale());
    return lambda -> Comparisons.meanSquare(held.scratch(lambda), design.weight());
  }

  private HeldOut heldOut(int source) {
    Design design = design(source);
    synchronized (heldOut) {
      if (heldOut[source] == null) {
        double[] scales = judging.preparation().standardize() && source > 0 ? scales() : null;
        heldOut[source] =
            HeldOut.of(
                judging.ridgeline(),
                judging.criterion(),
                judging.preparation(),
                scales,
                tables.get(source),
                design);
      }
      return heldOut[source];
    }
  }

  /** The axes of a source's prepared table, found once. */
  PrincipalAxes axes(int source) {
    synchronized (axes) {
      if (axes[source] == null) {
        RidgeFit fit = fits.get(source);
        boolean small = fit.rows() * fit.features() <= LARGEST_DESIGN;
        axes[source] = hasRows() && small ? design(source).principalAxes() : fit.principalAxes();
      }
      return axes[source];
    }
  }

  /**
   * The spread of the columns of a source, as the penalty sees them.
   *
   * @param source from 0; of a source that was fitted here
   * @return p standard deviations; 0 for columns that are constant or not penalised
   */
  public double[] columnSpreads(int source) {
    return spreads(axes(source), fits.get(source).weight());
  }

  /** Roots of the diagonal of X'X / W. */
  static double[] spreads(PrincipalAxes axes, double weight) {
    double[] spreads = new double[axes.vectors().rows()];
    for (int j = 0; j < spreads.length; j++) {
      double sum = 0;
      for (int k = 0; k < axes.rank(); k++) {
        double v = axes.vectors().get(j, k);
        sum += v * v * axes.squares()[k];
      }
      spreads[j] = Math.scalb(Math.sqrt(sum / weight), axes.exponent());
    }
    return spreads;
  }

  /** Deviation of the noise of a source, found once for all responses. */
  double noise(int source, int response) {
    synchronized (noise) {
      if (noise[source] == null) {
        noise[source] = fits.get(source).noise();
      }
      return noise[source][response];
    }
  }

  /**
   * The penalties of the sources.
   *
   * @return the grid, or null where there is none
   */
  public LambdaGrid penalties() {
    return penalties;
  }

  /** The prior with the best penalty for the source itself. */
  int sourceOptimal(int source, int response) {
    return source * penalties.size() + fits.get(source).best(response);
  }

  /** Whether a prior was trained with the smallest or largest of several penalties. */
  boolean atEdge(int prior) {
    return penalties != null
        && penalties.size() > 1
        && lambdas[prior] > 0 // there is nothing below 0
        && penalties.atEdge(prior % penalties.size());
  }

  /** How uncertain the only prior is; null where it is not known. */
  PriorUncertainty uncertainty() {
    return uncertainty;
  }

  /** The tables of the sources; none where they are not known. */
  List<Sample> tables() {
    return tables;
  }

  /** Units in which the first source measured its columns; null without a source table. */
  double[] scales() {
    return fits.isEmpty() ? null : fits.getFirst().scales();
  }

  @Override
  public String toString() {
    return "SourceModels["
        + size()
        + " priors of "
        + features
        + " features, "
        + responses()
        + " responses, "
        + fits.size()
        + " sources]";
  }
}
