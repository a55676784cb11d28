// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Route;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Resource;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.TransferStep;
import dev.ridgeline.transfer.covariance.Covariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paper's experiment on one source design: excess risks of the source model and of every
 * transferred target model, for every source penalty, where the true coefficients are known.
 *
 * <p>One ridge path serves the source; all targets of the source go through one batched transfer
 * step, with the source models shared and the model from scratch as one more prior (zero). Risks
 * are (b - w)' Sigma (b - w). Source: Hedges (TMLR 2026), section 2.
 *
 * <p>Belongs to one thread at a time; closed by its owner. It looks at the caller's arrays, and so
 * do the {@link TargetRisks} it gives: leave them alone until the last exact optimum is found.
 */
public final class RiskSweep implements Resource {
  private final Ridgeline ridgeline;
  private final Backend backend;
  private final RidgeProblem source;
  private final Covariance sigma;
  private final LambdaGrid grid;
  private final RidgePath path;
  private final Scope owned;
  private final Block priors;
  private final double[] sourceRisks;
  private final Block truth;
  private SourceDesign design;
  private final Map<Double, double[]> evaluations = new HashMap<>();

  /**
   * Fits the source for every penalty.
   *
   * @param ridgeline who computes
   * @param source one problem (X0, y0) with one target, n0 x p
   * @param truth w0, p numbers
   * @param sigma covariance that weighs the source risk
   * @param grid source penalties
   */
  public RiskSweep(
      Ridgeline ridgeline, RidgeProblem source, double[] truth, Covariance sigma, LambdaGrid grid) {
    this(ridgeline, requireSingle(source), truth, sigma, path(ridgeline, source, grid), 0);
  }

  /**
   * Fits several responses of one source design together, such as one signal under several noises:
   * the design is reduced once.
   *
   * @param ridgeline who computes
   * @param sources one problem (X0, Y0), column-major Y0, one response per column
   * @param truth w0, p numbers, shared
   * @param sigma covariance that weighs the source risk
   * @param grid source penalties
   * @return one sweep per response, each closed by the caller
   */
  public static List<RiskSweep> forResponses(
      Ridgeline ridgeline,
      RidgeProblem sources,
      double[] truth,
      Covariance sigma,
      LambdaGrid grid) {
    requireColumns(sources);
    RidgePath path = path(ridgeline, sources, grid);
    MatrixBatch y = sources.y();
    List<RiskSweep> sweeps = new ArrayList<>();
    try (Scope opening = new Scope()) {
      for (int t = 0; t < sources.responses(); t++) {
        MatrixBatch column =
            MatrixBatch.of(
                y.data(),
                y.offset() + t * y.leadingDimension(),
                y.rows(),
                1,
                y.leadingDimension(),
                0,
                1,
                Order.COLUMN_MAJOR);
        RidgeProblem source = RidgeProblem.of(sources.x(), column);
        sweeps.add(opening.add(new RiskSweep(ridgeline, source, truth, sigma, path, t)));
      }
      opening.release();
    }
    return sweeps;
  }

  private RiskSweep(
      Ridgeline ridgeline,
      RidgeProblem source,
      double[] truth,
      Covariance sigma,
      RidgePath path,
      int response) {
    if (truth.length != source.features() || sigma.dimension() != source.features()) {
      throw new IllegalArgumentException(
          "truth and sigma must have the design's features: features="
              + source.features()
              + ", truth="
              + truth.length
              + ", sigma="
              + sigma.dimension());
    }
    Matrix.column(truth).asBatch().requireFinite("truth");
    this.ridgeline = ridgeline;
    this.backend = ridgeline.backend();
    this.source = requireColumns(source);
    this.sigma = sigma;
    this.grid = path.lambdas();
    this.path = path;
    int p = source.features();
    double[] coefficients = SourceDesign.pathWithScratch(path, response);
    // a device out of memory is asked again: nothing of this attempt may stay on it
    try (Scope opening = new Scope()) {
      this.priors =
          opening.add(
              backend.upload(MatrixBatch.ofColumnMajor(coefficients, p, grid.size() + 1, 1)));
      this.truth = opening.add(backend.upload(MatrixBatch.ofColumnMajor(truth.clone(), p, 1, 1)));
      this.sourceRisks = risks(grid.size());
      this.owned = opening.release();
    }
  }

  private double[] risks(int penalties) {
    try (Block risks = backend.allocate(penalties, 1, 1);
        Block weights = SigmaBlocks.upload(backend, sigma)) {
      backend.weightedColumnNorms(priors.columns(0, penalties), truth, weights, risks);
      return backend.download(risks);
    }
  }

  private static RidgePath path(Ridgeline ridgeline, RidgeProblem source, LambdaGrid grid) {
    return ridgeline.path(source, grid).requireSuccess();
  }

  private static RidgeProblem requireSingle(RidgeProblem source) {
    if (source.count() != 1 || source.responses() != 1) {
      throw new IllegalArgumentException(
          "a source is one problem with one target: problems="
              + source.count()
              + ", targets="
              + source.responses());
    }
    return source;
  }

  /**
   * Risks of the source model.
   *
   * @return one number per source penalty, a copy
   */
  public double[] sourceRisks() {
    return sourceRisks.clone();
  }

  /**
   * The penalty that is best for the source.
   *
   * @return index into the grid
   */
  public int sourceMinimizer() {
    return grid.minimizer(sourceRisks);
  }

  /**
   * How the source was solved at a penalty.
   *
   * @param penalty index into the grid
   * @return backend, side and method
   */
  public Route route(int penalty) {
    return path.route(0, penalty);
  }

  /**
   * The continuous minimiser of the source risk (root of the derivative in log lambda, to 1e-10).
   *
   * @return lambda on the grid's scale; NaN when it lies more than a decade beyond the grid
   */
  public double sourceExact() {
    int start = sourceMinimizer();
    if (start < 0) {
      return Double.NaN;
    }
    try (Block weights = SigmaBlocks.upload(backend, sigma)) {
      return ContinuousOptimum.find(
          grid,
          start,
          t -> {
            try (Block pair = evaluate(t)) {
              return Derivatives.ofRisk(backend, pair, truth, weights);
            }
          });
    }
  }

  /** b0 and its derivative at lambda = exp(t), p x 2; kept, for neighbouring targets ask again. */
  Block evaluate(double t) {
    int p = source.features();
    double[] kept =
        evaluations.computeIfAbsent(
            t,
            key -> {
              if (design == null) {
                design = owned.add(new SourceDesign(backend, source));
              }
              try (Block pair = backend.allocate(p, 2, 1)) {
                design.evaluate(design.toNormalEquations(grid.scale(), Math.exp(key)), pair);
                return backend.download(pair);
              }
            });
    return backend.upload(MatrixBatch.ofColumnMajor(kept, p, 2, 1));
  }

  /**
   * Fits every target from every source model, and from scratch.
   *
   * @param x designs, n1 x p per target
   * @param y observations, n1 x 1 per target
   * @param truths w1, p x 1 per target
   * @param targetSigma covariance that weighs the target risk
   * @param lambda target penalty
   * @param scale what it is measured in
   * @return the risks
   * @throws IllegalArgumentException when shapes disagree, an element is not finite, or the penalty
   *     is negative or not finite
   */
  public TargetRisks targets(
      MatrixBatch x,
      MatrixBatch y,
      MatrixBatch truths,
      Covariance targetSigma,
      double lambda,
      LambdaScale scale) {
    RidgeProblem targets = requireColumns(RidgeProblem.of(x, y));
    requireTargets(targets, targetSigma, lambda);
    MatrixBatch columns = requireTruths(truths, x);
    double mu = scale.toNormalEquations(lambda, x.rows());
    int priorCount = grid.size() + 1;
    try (Block xs = backend.upload(x);
        Block ys = backend.upload(targets.y());
        Block ws = backend.upload(columns);
        Block weights = SigmaBlocks.upload(backend, targetSigma);
        Block risk = backend.allocate(priorCount, 1, x.count())) {
      Block sharedSigma = weights == null ? null : weights.share(x.count());
      TransferStep step =
          new TransferStep(
              x.transpose(), xs, ys, priors.share(x.count()), ws, sharedSigma, mu, risk);
      Info info = backend.transferRisk(step);
      double[] risks = backend.download(risk);
      int[] outcome = info.values();
      double[] rounding = SingularTarget.rounding(backend, xs);
      for (int target = 0; target < x.count(); target++) {
        if (outcome[target] != 0 || mu < rounding[target]) {
          double[] again =
              SingularTarget.risks(ridgeline, targets, target, priors, columns, targetSigma, mu);
          System.arraycopy(again, 0, risks, target * priorCount, priorCount);
        }
      }
      return new TargetRisks(this, grid, targets, columns, targetSigma, mu, risks);
    }
  }

  private void requireTargets(RidgeProblem targets, Covariance targetSigma, double lambda) {
    if (targets.features() != source.features()
        || targetSigma.dimension() != source.features()
        || targets.responses() != 1) {
      throw new IllegalArgumentException(
          "targets must have the source's features, one column of y and a sigma to match: features="
              + source.features()
              + ", x="
              + targets.x()
              + ", y="
              + targets.y()
              + ", targetSigma="
              + targetSigma.dimension());
    }
    if (!(lambda >= 0) || lambda == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("lambda must be finite and >= 0: lambda=" + lambda);
    }
  }

  /** One finite column per target; a dense column is the same memory in either order. */
  private static MatrixBatch requireTruths(MatrixBatch truths, MatrixBatch x) {
    boolean rowMajor = truths.order() == Order.ROW_MAJOR;
    if (truths.rows() != x.columns()
        || truths.columns() != 1
        || truths.count() != x.count()
        || (rowMajor && truths.leadingDimension() != 1)) {
      throw new IllegalArgumentException(
          "truths must be one dense column per target: truths=" + truths + ", x=" + x);
    }
    truths.requireFinite("truths");
    return rowMajor
        ? MatrixBatch.of(
            truths.data(),
            truths.offset(),
            truths.rows(),
            1,
            truths.rows(),
            truths.batchStride(),
            truths.count(),
            Order.COLUMN_MAJOR)
        : truths;
  }

  private static RidgeProblem requireColumns(RidgeProblem problem) {
    if (problem.y().order() == Order.ROW_MAJOR) {
      throw new IllegalArgumentException(
          "y must be column-major or a dense column: y=" + problem.y());
    }
    return problem;
  }

  Backend backend() {
    return backend;
  }

  @Override
  public void close() {
    owned.close();
  }

  @Override
  public String toString() {
    return "RiskSweep[" + grid.size() + " penalties, risks " + Arrays.toString(sourceRisks) + "]";
  }
}
