// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.transfer.risk.DeterministicEquivalent;
import dev.ridgeline.transfer.risk.TransferCurve;
import dev.ridgeline.workbench.cli.Labels;

/** Which source model is transferred. */
public enum SourcePenalty {
  /** No penalty: the minimum-norm least-squares fit. */
  RIDGELESS("ridgeless"),
  /** The penalty that is best for the source task. */
  SOURCE_OPTIMAL("source-optimal"),
  /** The penalty that is best for the target task. */
  TRANSFER_OPTIMAL("transfer-optimal");

  private final String label;

  SourcePenalty(String label) {
    this.label = label;
  }

  /**
   * What theory says that transfer gains.
   *
   * @param theory the setting
   * @param targetPenalty lambda1 on the mean-loss scale
   * @return scratch risk less transfer risk, at the theory's own optimum
   */
  public double theoryBenefit(DeterministicEquivalent theory, double targetPenalty) {
    TransferCurve curve = theory.atTargetPenalty(targetPenalty);
    return curve.benefit(
        switch (this) {
          case RIDGELESS -> 0;
          case SOURCE_OPTIMAL -> theory.sourceOptimal().lambda();
          case TRANSFER_OPTIMAL -> curve.optimum().lambda();
        });
  }

  /** The name as typed. */
  @Override
  public String toString() {
    return label;
  }

  /** Reads {@code --source-penalty}. */
  public static final class Converter extends Labels<SourcePenalty> {
    /** Made by picocli. */
    public Converter() {
      super(SourcePenalty.class);
    }
  }
}
