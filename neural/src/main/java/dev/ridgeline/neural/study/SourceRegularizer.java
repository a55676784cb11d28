// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.train.Regularizer;
import dev.ridgeline.neural.train.TrainingPlan;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.report.Axis;
import java.util.Locale;

/** What regularises the source model; the number that a study varies is its strength. */
enum SourceRegularizer {
  /** Half the coefficient times the squared norm, in the loss. */
  WEIGHT_DECAY("source weight decay (0 drawn at 1e-7)", true) {
    @Override
    TrainingPlan at(TrainingPlan plan, double strength) {
      return plan.withRegularizer(Regularizer.weightDecay(strength));
    }

    @Override
    Grid grid(Protocol protocol) {
      return protocol.weightDecays();
    }
  },
  /** The coefficient times the sum of absolute values, in the loss. */
  L1("source L1 coefficient (0 drawn at 1e-7)", true) {
    @Override
    TrainingPlan at(TrainingPlan plan, double strength) {
      return plan.withRegularizer(Regularizer.l1(strength));
    }

    @Override
    Grid grid(Protocol protocol) {
      return protocol.weightDecays();
    }
  },
  /** The probability that a hidden value is dropped, in place of the network's own. */
  DROPOUT("source dropout rate", false) {
    @Override
    TrainingPlan at(TrainingPlan plan, double strength) {
      return plan.withDropout(strength);
    }

    @Override
    Grid grid(Protocol protocol) {
      return Grid.parse("0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8");
    }
  },
  /** Early stopping as the number of passes: the fewer, the stronger. */
  EPOCHS("source epochs", false) {
    @Override
    TrainingPlan at(TrainingPlan plan, double strength) {
      return new TrainingPlan(
          (int) strength,
          plan.batchSize(),
          plan.learningRate(),
          plan.regularizer(),
          plan.dropout(),
          plan.anchor(),
          plan.earlyStopping());
    }

    @Override
    Grid grid(Protocol protocol) {
      int most = protocol.sourceEpochs();
      return Grid.parse("1:" + most + ":" + most);
    }
  };

  private final String label;
  private final boolean logarithmic;

  SourceRegularizer(String label, boolean logarithmic) {
    this.label = label;
    this.logarithmic = logarithmic;
  }

  /**
   * A plan of this strength.
   *
   * @param plan without regularisation
   * @param strength a value of the grid
   * @return the plan to train the source with
   */
  abstract TrainingPlan at(TrainingPlan plan, double strength);

  /** The strengths that a profile tries. */
  abstract Grid grid(Protocol protocol);

  /** The axis of the strength. */
  Axis axis() {
    return logarithmic ? Axis.log(label) : Axis.linear(label);
  }

  /** Where a strength is drawn. */
  double abscissa(double strength) {
    return logarithmic ? Charts.abscissa(strength) : strength;
  }

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a regulariser. */
  static final class Converter extends Labels<SourceRegularizer> {
    Converter() {
      super(SourceRegularizer.class);
    }
  }
}
