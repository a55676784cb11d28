// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.experiments.model.Draws;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.realised.RiskSweep;
import dev.ridgeline.transfer.realised.TargetRisks;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Rng;
import java.io.Serializable;

/**
 * The phase experiment on one seed: draw, fit the source for every penalty, fit every target from
 * every source model, find the optima. Safe for use by several threads.
 *
 * @param backend who computes
 * @param rng which generator
 * @param rho alignments, in order
 * @param penalties source penalties
 * @param targetSamples n1
 * @param sourceNoise sigma0
 * @param targetNoise sigma1
 * @param targetPenalty lambda1, on the scale of {@code penalties}
 * @param exact whether to search the continuous optima too
 */
public record PhaseSweep(
    CellBackend backend,
    Rng rng,
    double[] rho,
    LambdaGrid penalties,
    int targetSamples,
    double sourceNoise,
    double targetNoise,
    double targetPenalty,
    boolean exact)
    implements Serializable {

  /**
   * Memory that one seed holds at its peak: the designs, the Gram matrix with the workspace of its
   * reduction (two more of its size), and the source models of all penalties in the three places
   * they pass through (path, result, priors), each with its scratch.
   *
   * @param setting dimension and rows
   * @return bytes of heap
   */
  public long bytes(Setting setting) {
    long p = setting.dimension();
    long n0 = setting.sourceSamples();
    long order = Math.min(n0, p);
    long designs = p * n0 + p * targetSamples * rho.length;
    long models = 4 * (p + order) * (penalties.size() + 1);
    return Double.BYTES * (designs + 3 * order * order + models);
  }

  /**
   * Runs one seed.
   *
   * @param cell setting and seed
   * @return the optima and their risks
   */
  public PhaseResult run(PhaseCell cell) {
    long start = System.nanoTime();
    Setting setting = cell.setting();
    Covariance sigma = setting.sigma();
    int p = setting.dimension();
    int n0 = setting.sourceSamples();
    Draws draws = new Draws(rng.start(cell.seed()), sigma);
    double[] w0 = draws.direction();
    double[] x0 = draws.design(n0);
    double[] y0 = Draws.response(x0, w0, sourceNoise, draws.vector(n0));
    Draws.Targets targets = draws.targets(targetSamples, rho.length);
    double[] truths = Draws.aligned(w0, rho);
    RidgeProblem source = RidgeProblem.of(Matrix.ofRowMajor(x0, n0, p), Matrix.column(y0));
    try (RiskSweep sweep = new RiskSweep(backend.get(), source, w0, sigma, penalties)) {
      TargetRisks risks =
          sweep.targets(
              targets.designs(),
              targets.responses(truths, targetNoise),
              MatrixBatch.ofColumnMajor(truths, p, 1, rho.length),
              sigma,
              targetPenalty,
              penalties.scale());
      PhaseResult onGrid = onGrid(sweep, risks, System.nanoTime() - start);
      return exact ? withExact(onGrid, sweep, risks) : onGrid;
    }
  }

  private PhaseResult onGrid(RiskSweep sweep, TargetRisks risks, long nanos) {
    int best = sweep.sourceMinimizer();
    int count = rho.length;
    double[] lambda = new double[count];
    double[] none = new double[count];
    boolean[] edge = new boolean[count];
    double[] risk = new double[count];
    double[] riskAtSource = new double[count];
    double[] scratch = new double[count];
    for (int t = 0; t < count; t++) {
      int index = risks.minimizer(t);
      double[] curve = risks.transferRisks(t);
      lambda[t] = penalties.get(index);
      none[t] = Double.NaN;
      edge[t] = penalties.atEdge(index);
      risk[t] = curve[index];
      riskAtSource[t] = curve[best];
      scratch[t] = risks.scratchRisk(t);
    }
    return new PhaseResult(
        penalties.get(best),
        Double.NaN,
        penalties.atEdge(best),
        sweep.sourceRisks()[best],
        lambda,
        none,
        edge,
        risk,
        riskAtSource,
        scratch,
        sweep.route(best).toString(),
        nanos,
        0);
  }

  private static PhaseResult withExact(PhaseResult r, RiskSweep sweep, TargetRisks risks) {
    long start = System.nanoTime();
    double source = sweep.sourceExact();
    double[] transfer = new double[risks.count()];
    for (int t = 0; t < transfer.length; t++) {
      transfer[t] = risks.exact(t);
    }
    return new PhaseResult(
        r.lambdaSource(),
        source,
        r.sourceAtEdge(),
        r.sourceRisk(),
        r.lambdaTransfer(),
        transfer,
        r.transferAtEdge(),
        r.transferRisk(),
        r.transferRiskAtLambdaSource(),
        r.scratchRisk(),
        r.route(),
        r.sweepNanos(),
        System.nanoTime() - start);
  }
}
