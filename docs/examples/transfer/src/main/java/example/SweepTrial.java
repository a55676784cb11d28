// SPDX-License-Identifier: Apache-2.0

package example;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import java.util.Map;

/**
 * Ridgeline inside a sweep tool. What the tool proposes is everything but the penalties: 50 x 25 of
 * them are one call of a few milliseconds, where a trial for each would be 1250 trials.
 */
public final class SweepTrial {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 50);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 25);

  private final Ridgeline ridgeline;
  private final Sample target = Tables.draw(3, 20, 0.7, 0.3);

  private SweepTrial(Ridgeline ridgeline) {
    this.ridgeline = ridgeline;
  }

  /** One trial: what the tool minimises, and what it should remember beside it. */
  Map<String, Double> run(int sourceRows, boolean standardize) {
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(SOURCE)
            .targetPenalties(TARGET)
            .preparation(standardize ? Preparation.DEFAULT.standardized() : Preparation.DEFAULT)
            .source(Tables.draw(2, sourceRows, 1.0, 2.0))
            .target(target)
            .fit()
            .only();
    ResponseFit.Choice best = fit.recommended();
    return Map.of(
        "loss", best.loss(),
        "lambda_source", fit.lambdaSourcePosterior().quantile(0.5),
        "probability_transfer_better", fit.verdict().probability());
  }

  public static void main(String[] args) {
    // one instance for the whole sweep: it is safe for use by several threads
    try (Ridgeline ridgeline = Ridgeline.open()) {
      SweepTrial trial = new SweepTrial(ridgeline);
      for (int rows : new int[] {20, 40, 80, 160}) {
        for (boolean standardize : new boolean[] {false, true}) {
          Map<String, Double> result = trial.run(rows, standardize);
          System.out.printf(
              "source rows %3d, standardize %-5s: loss %.4f at lambda_source %.3g%n",
              rows, standardize, result.get("loss"), result.get("lambda_source"));
        }
      }
    }
  }
}
