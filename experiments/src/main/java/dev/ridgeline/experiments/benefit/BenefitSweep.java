// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Route;
import dev.ridgeline.experiments.model.Draws;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.realised.RiskSweep;
import dev.ridgeline.transfer.realised.TargetRisks;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Rng;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What transfer gains on one seed, for every combination of a design. All source noises share w0,
 * X0 and the normal numbers they scale, and all target noises share X1 and theirs (common random
 * numbers), so differences along a row are not noise of the draws. Safe for use by several threads.
 *
 * @param backend who computes
 * @param rng which generator
 * @param design the factors
 */
public record BenefitSweep(CellBackend backend, Rng rng, BenefitDesign design)
    implements Serializable {
  /**
   * Runs one seed.
   *
   * @param cell the seed
   * @return benefits of all combinations
   */
  public BenefitResult run(BenefitCell cell) {
    Covariance sigma = design.setting().sigma();
    int p = design.setting().dimension();
    int n0 = design.setting().sourceSamples();
    Draws draws = new Draws(rng.start(cell.seed()), sigma);
    double[] w0 = draws.direction();
    double[] x0 = draws.design(n0);
    double[] y0 = responses(x0, w0, draws.vector(n0));
    double[] benefits = new double[design.size()];
    RidgeProblem sources =
        RidgeProblem.of(
            Matrix.ofRowMajor(x0, n0, p),
            Matrix.ofColumnMajor(y0, n0, design.sourceNoises().length));
    List<RiskSweep> sweeps =
        RiskSweep.forResponses(backend.get(), sources, w0, sigma, ridgelessFirst());
    try {
      for (int s = 0; s < design.targetSamples().length; s++) {
        Draws.Targets targets = draws.targets(design.targetSamples()[s], design.rho().length);
        for (int noise = 0; noise < sweeps.size(); noise++) {
          fill(benefits, sweeps.get(noise), noise, s, targets, w0);
        }
      }
      return new BenefitResult(benefits, routes(sweeps.getFirst()));
    } finally {
      sweeps.forEach(RiskSweep::close);
    }
  }

  /** The ridgeless source takes another way than the penalised ones. */
  private List<String> routes(RiskSweep sweep) {
    return IntStream.of(0, 1).mapToObj(sweep::route).map(Route::toString).distinct().toList();
  }

  /** One column of responses per source noise. */
  private double[] responses(double[] x0, double[] w0, double[] noise) {
    return Arrays.stream(design.sourceNoises())
        .mapToObj(sigma0 -> Draws.response(x0, w0, sigma0, noise))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private LambdaGrid ridgelessFirst() {
    LambdaGrid grid = design.penalties();
    return LambdaGrid.of(
        grid.scale(),
        DoubleStream.concat(DoubleStream.of(0), Arrays.stream(grid.values())).toArray());
  }

  private void fill(
      double[] benefits,
      RiskSweep sweep,
      int sourceNoise,
      int samples,
      Draws.Targets targets,
      double[] w0) {
    Covariance sigma = design.setting().sigma();
    double[] truths = Draws.aligned(w0, design.rho());
    MatrixBatch truth = MatrixBatch.ofColumnMajor(truths, w0.length, 1, design.rho().length);
    int sourceBest = 1 + design.penalties().minimizer(withoutRidgeless(sweep.sourceRisks()));
    for (int noise = 0; noise < design.targetNoises().length; noise++) {
      TargetRisks risks =
          sweep.targets(
              targets.designs(),
              targets.responses(truths, design.targetNoises()[noise]),
              truth,
              sigma,
              design.targetPenalty(),
              design.penalties().scale());
      for (int r = 0; r < design.rho().length; r++) {
        double[] curve = risks.transferRisks(r);
        for (int kind = 0; kind < design.kinds().size(); kind++) {
          int index =
              switch (design.kinds().get(kind)) {
                case RIDGELESS -> 0;
                case SOURCE_OPTIMAL -> sourceBest;
                case TRANSFER_OPTIMAL -> 1 + design.penalties().minimizer(withoutRidgeless(curve));
              };
          benefits[design.index(kind, sourceNoise, samples, noise, r)] =
              risks.scratchRisk(r) - curve[index];
        }
      }
    }
  }

  private static double[] withoutRidgeless(double[] risks) {
    return Arrays.copyOfRange(risks, 1, risks.length);
  }
}
