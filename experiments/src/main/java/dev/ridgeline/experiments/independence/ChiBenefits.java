// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.independence;

import dev.ridgeline.LambdaScale;
import dev.ridgeline.experiments.benefit.BenefitCell;
import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitResult;
import dev.ridgeline.experiments.chi.BidiagonalRidge;
import dev.ridgeline.experiments.chi.ChiTarget;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Chis;
import java.io.Serializable;
import java.util.List;

/**
 * Benefits of a ridgeless source under isotropy, in law those of drawn designs. All target noises
 * share the target's design and normal numbers. Safe for use by several threads.
 *
 * @param backend who fits the targets
 * @param design the factors, of one source model and one source noise
 */
record ChiBenefits(CellBackend backend, BenefitDesign design) implements Serializable {
  private static final double[] RIDGELESS = {0};

  BenefitResult run(BenefitCell cell) {
    int p = design.setting().dimension();
    int n0 = design.setting().sourceSamples();
    Chis chis = new Chis(cell.seed());
    BidiagonalRidge source = BidiagonalRidge.draw(chis, n0, p, design.sourceNoises()[0], RIDGELESS);
    double[] benefits =
        new double
            [design.targetSamples().length * design.targetNoises().length * design.rho().length];
    LambdaScale scale = design.penalties().scale();
    for (int s = 0; s < design.targetSamples().length; s++) {
      for (int r = 0; r < design.rho().length; r++) {
        ChiTarget target = new ChiTarget(chis, source, design.targetSamples()[s], p);
        for (int n = 0; n < design.targetNoises().length; n++) {
          double[] risks =
              target.risks(
                  backend.get(),
                  design.rho()[r],
                  design.targetNoises()[n],
                  design.targetPenalty(),
                  scale);
          benefits[design.index(0, 0, s, n, r)] = risks[1] - risks[0];
        }
      }
    }
    return new BenefitResult(benefits, List.of(BidiagonalRidge.ROUTE));
  }
}
