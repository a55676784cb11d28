// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.scaling;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.chi.BidiagonalRidge;
import dev.ridgeline.experiments.chi.ChiTarget;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.phase.PhaseCell;
import dev.ridgeline.experiments.phase.PhaseResult;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Chis;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What {@link dev.ridgeline.experiments.phase.PhaseSweep} gives at one alignment under isotropy, in
 * law, without designs. Safe for use by several threads.
 *
 * @param backend who fits the targets
 * @param rho alignment
 * @param penalties source penalties
 * @param targetSamples n1
 * @param sourceNoise sigma0
 * @param targetNoise sigma1
 * @param targetPenalty lambda1, on the scale of {@code penalties}
 */
record ChiSweep(
    CellBackend backend,
    double rho,
    LambdaGrid penalties,
    int targetSamples,
    double sourceNoise,
    double targetNoise,
    double targetPenalty)
    implements Serializable {

  /** Memory of one seed: of the target alone, whatever the dimension. */
  long bytes(Setting setting) {
    return ChiTarget.bytes(targetSamples, setting.dimension(), penalties.size());
  }

  PhaseResult run(PhaseCell cell) {
    long start = System.nanoTime();
    int p = cell.setting().dimension();
    int n0 = cell.setting().sourceSamples();
    Chis chis = new Chis(cell.seed());
    BidiagonalRidge source =
        BidiagonalRidge.draw(chis, n0, p, sourceNoise, penalties.toNormalEquations(n0));
    double[] sourceRisks = new double[penalties.size()];
    Arrays.setAll(sourceRisks, source::risk);
    double[] risks =
        new ChiTarget(chis, source, targetSamples, p)
            .risks(backend.get(), rho, targetNoise, targetPenalty, penalties.scale());
    double[] curve = Arrays.copyOf(risks, penalties.size());
    int best = penalties.minimizer(sourceRisks);
    int transfer = penalties.minimizer(curve);
    return new PhaseResult(
        penalties.get(best),
        Double.NaN,
        penalties.atEdge(best),
        sourceRisks[best],
        new double[] {penalties.get(transfer)},
        new double[] {Double.NaN},
        new boolean[] {penalties.atEdge(transfer)},
        new double[] {curve[transfer]},
        new double[] {curve[best]},
        new double[] {risks[penalties.size()]},
        BidiagonalRidge.ROUTE,
        System.nanoTime() - start,
        0);
  }
}
