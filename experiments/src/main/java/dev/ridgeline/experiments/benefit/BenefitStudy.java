// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.transfer.risk.Coefficients;
import dev.ridgeline.transfer.risk.DeterministicEquivalent;
import dev.ridgeline.transfer.risk.TransferSetting;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.random.Rng;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.Arrays;
import java.util.List;

/**
 * A benefit study over seeds.
 *
 * @param design the factors
 * @param rng which generator
 * @param seeds the numbers to seed
 */
public record BenefitStudy(BenefitDesign design, Rng rng, long[] seeds) {
  /**
   * Runs all seeds.
   *
   * @param run where finished seeds are kept
   * @param session who computes
   * @return the table
   */
  public Table compute(Run run, BackendSession session) {
    return compute(run, new BenefitSweep(session.cells(run.backend()), rng, design)::run);
  }

  /**
   * Runs all seeds by a task of one's own.
   *
   * @param run where finished seeds are kept
   * @param sweep gives the benefits in the order of the design
   * @return the table
   */
  public Table compute(Run run, CellTask<BenefitCell, BenefitResult> sweep) {
    List<BenefitCell> cells = Arrays.stream(seeds).mapToObj(BenefitCell::new).toList();
    List<BenefitResult> results = run.sweep(cells, BenefitResult.class, sweep);
    FolderRun.note(
        run,
        design.penalties().scale(),
        results.stream().map(BenefitResult::routes).flatMap(List::stream).toList());
    return new Table(design, results);
  }

  /**
   * Benefits by factor.
   *
   * @param design the factors
   * @param results one per seed
   */
  public record Table(BenefitDesign design, List<BenefitResult> results) {
    /**
     * One combination over seeds.
     *
     * @param kind index of the source model
     * @param sourceNoise index of sigma0
     * @param samples index of n1
     * @param targetNoise index of sigma1
     * @param alignment index of rho
     * @return the benefits
     */
    public Entry at(int kind, int sourceNoise, int samples, int targetNoise, int alignment) {
      double[] values = values(kind, sourceNoise, samples, targetNoise, alignment);
      double helps = (double) Arrays.stream(values).filter(v -> v > 0).count() / values.length;
      int n1 = design.targetSamples()[samples];
      DeterministicEquivalent theory =
          new DeterministicEquivalent(
              TransferSetting.alike(
                  design.setting().sigma(),
                  design.setting().sourceSamples(),
                  n1,
                  design.sourceNoises()[sourceNoise],
                  design.targetNoises()[targetNoise],
                  Coefficients.averaged(design.rho()[alignment])));
      double penalty =
          TaskOptions.meanPenalty(design.penalties().scale(), design.targetPenalty(), n1);
      return new Entry(
          Spread.of(values),
          helps,
          design.kinds().get(kind).theoryBenefit(theory, penalty),
          theory,
          penalty);
    }

    /**
     * One combination, seed by seed.
     *
     * @param kind index of the source model
     * @param sourceNoise index of sigma0
     * @param samples index of n1
     * @param targetNoise index of sigma1
     * @param alignment index of rho
     * @return one benefit per seed
     */
    public double[] values(int kind, int sourceNoise, int samples, int targetNoise, int alignment) {
      int index = design.index(kind, sourceNoise, samples, targetNoise, alignment);
      return results.stream().mapToDouble(r -> r.benefits()[index]).toArray();
    }
  }

  /**
   * The benefit of one combination.
   *
   * @param benefit over seeds
   * @param helpsFraction share of the seeds that gain
   * @param theoryBenefit what the deterministic equivalents say
   * @param theory they
   * @param meanTargetPenalty lambda1 on the mean-loss scale
   */
  public record Entry(
      Spread benefit,
      double helpsFraction,
      double theoryBenefit,
      DeterministicEquivalent theory,
      double meanTargetPenalty) {
    /**
     * Whether theory says that transfer helps.
     *
     * @return true for a positive benefit
     */
    public boolean theoryHelps() {
      return theoryBenefit > 0;
    }
  }
}
