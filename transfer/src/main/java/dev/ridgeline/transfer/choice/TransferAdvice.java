// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.alignment.AlignmentEstimator;
import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.Verdict;
import dev.ridgeline.transfer.model.Comparisons;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recommendation for a source and a target, with its uncertainty and warnings.
 *
 * @param decision transfer, scratch, or no clear difference
 * @param probability that plain transfer, the source-optimal model as it is, beats scratch on new
 *     rows ({@link dev.ridgeline.transfer.estimator.Verdict})
 * @param gain 95 % interval of the difference in mean squared error, scratch less plain transfer
 * @param factor transfer-optimal over source-optimal source penalty: above 1, regularise the source
 *     more than its own task asks for; NaN where the latter is not known or 0
 * @param alignment of the tasks; empty when source models came from elsewhere
 * @param theoryFactor what the theory of isotropic features predicts for the factor at that
 *     alignment; NaN when that is not estimable
 * @param warnings reasons to doubt the recommendation, one sentence each
 */
public record TransferAdvice(
    Decision decision,
    double probability,
    Interval gain,
    double factor,
    Optional<Alignment> alignment,
    double theoryFactor,
    List<String> warnings) {
  /** An optimum is called flat when the target cannot tell this many decades of penalties apart. */
  private static final double FLAT_DECADES = 3;

  /** A mean factor of the source model above this is worth a warning. */
  private static final double LARGE_SCALE = 1.5;

  /** An alignment this many times too large or too small hardly comes from the tasks. */
  private static final double FAR = 3;

  /** Spreads of a column in two tables differ by less than this unless units do. */
  private static final double OTHER_UNITS = 10;

  /** Why the average may be used whatever the decision. */
  private static final String SAFE =
      " It is safe: it holds training from scratch among its members and leans to it where the"
          + " target contradicts the source.";

  /** Copies the list. */
  public TransferAdvice {
    warnings = List.copyOf(warnings);
  }

  /**
   * Whether plain transfer may be worth while.
   *
   * @return false when the decision is scratch
   */
  public boolean transfer() {
    return decision != Decision.SCRATCH;
  }

  /**
   * Makes a recommendation from a fit.
   *
   * @param fit of a target
   * @return the advice
   */
  public static TransferAdvice of(ResponseFit fit) {
    return of(fit, List.of());
  }

  /**
   * Makes a recommendation from a fit, with the columns by name.
   *
   * @param fit of a target
   * @param names of the features; empty: their numbers, from 0
   * @return the advice
   */
  public static TransferAdvice of(ResponseFit fit, List<String> names) {
    ResponseFit.Choice best = fit.transferOptimal();
    Optional<ResponseFit.Choice> own = fit.sourceOptimal();
    double factor = own.map(o -> best.lambdaSource() / o.lambdaSource()).orElse(Double.NaN);
    Optional<Alignment> alignment = alignment(fit, best);
    Verdict verdict = fit.verdict();
    return new TransferAdvice(
        verdict.decision(),
        verdict.probability(),
        verdict.gain(),
        Double.isFinite(factor) ? factor : Double.NaN,
        alignment,
        alignment.map(a -> theory(fit, best, a)).orElse(Double.NaN),
        warnings(fit, own, alignment, names));
  }

  private static Optional<Alignment> alignment(ResponseFit fit, ResponseFit.Choice best) {
    if (!fit.sources().hasRows()) {
      return Optional.empty();
    }
    Design source = fit.sources().design(best.source());
    Design target = fit.design();
    int response = fit.response();
    return Optional.of(
        AlignmentEstimator.estimate(
            source.prepared(),
            source.preparedResponses().column(response),
            target.prepared(),
            target.preparedResponses().column(response),
            source.unpenalised() > 0 && !isWeighted(source) && !isWeighted(target)));
  }

  /**
   * Whether rows have different weights: they were centred by weighted means, not by plain ones.
   */
  private static boolean isWeighted(Design design) {
    double[] roots = design.roots();
    return Arrays.stream(roots).anyMatch(root -> root != roots[0]);
  }

  /**
   * The isotropic theory with the noise and the signal of the source, both from its own best ridge:
   * sigma^2 = |r|^2 / (n - df), and the signal is the rest of the variance.
   */
  private static double theory(ResponseFit fit, ResponseFit.Choice best, Alignment alignment) {
    RidgeFit source = fit.sources().fits().get(best.source());
    Design of = fit.sources().design(best.source());
    int response = fit.response();
    int index = source.best(response);
    double df = source.effectiveDegreesOfFreedom(index);
    int n = of.rows();
    double total = Comparisons.meanSquare(of.preparedResponses().column(response), n);
    double mu = source.lambdas().toNormalEquations(source.rows())[index];
    Design.Columns y = of.responses().column(response);
    // |r|^2 / (n - df) = GCV (n - df) / n, in the units of the weights
    double gcv = of.gcv(y, 0, s -> mu == 0 ? 0 : mu / (s + mu)) * of.weight() / n;
    double noise = Math.min(gcv * (n - df) / n, total);
    double signal = total - noise;
    if (!alignment.estimable() || !(signal > 0) || !(alignment.rho() > 0)) {
      return Double.NaN;
    }
    double ratio =
        new IsotropicTheory((double) of.penalised() / n, Math.sqrt(noise), Math.sqrt(signal))
            .ratio(alignment.rho());
    return Double.isFinite(ratio) ? ratio : Double.NaN;
  }

  private static List<String> warnings(
      ResponseFit fit,
      Optional<ResponseFit.Choice> own,
      Optional<Alignment> alignment,
      List<String> names) {
    List<String> found = new ArrayList<>();
    if (fit.sharedRows().count() > 0) {
      found.add(fit.sharedRows().sentence());
    }
    ResponseFit.Choice best = fit.transferOptimal();
    if (own.isPresent() && own.get().sourceAtEdge()) {
      found.add(edge("source-optimal penalty", own.get().lambdaSource(), "source penalties"));
    }
    if (best.sourceAtEdge()) {
      found.add(edge("transfer-optimal source penalty", best.lambdaSource(), "source penalties"));
    }
    if (best.targetAtEdge()) {
      found.add(edge("target penalty", best.lambdaTarget(), "target penalties"));
    }
    if (fit.scratch().targetAtEdge()) {
      found.add(edge("penalty from scratch", fit.scratch().lambdaTarget(), "target penalties"));
    }
    Interval same = fit.indistinguishable();
    if (same.high() > same.low()
        && (same.low() == 0 || Math.log10(same.high() / same.low()) >= FLAT_DECADES)) {
      found.add(
          "the optimum is flat: this target cannot tell source penalties from "
              + brief(same.low())
              + " to "
              + brief(same.high())
              + " apart");
    }
    alignment
        .filter(a -> !a.reason().isEmpty())
        .ifPresent(a -> found.add("alignment: " + a.reason()));
    found.addAll(units(fit, alignment, names));
    return found;
  }

  /** Likely causes of a source that fits the target badly: a sign or units. */
  private static List<String> units(
      ResponseFit fit, Optional<Alignment> alignment, List<String> names) {
    List<String> found = new ArrayList<>();
    ModelAverage average = fit.average();
    double reversal = average.probabilityOfReversal();
    double scale = average.scale().mean();
    Optional<Alignment> known = alignment.filter(Alignment::estimable);
    if (reversal > 0.5) {
      found.add(
          "the source model points the wrong way (probability "
              + percent(reversal)
              + "): the response or a column may have the opposite sign in one table; check them");
    } else if (known.isPresent() && known.get().low() > FAR) {
      found.add(
          "the target's coefficients are about "
              + brief(known.get().rho())
              + " times the source's: the response or the columns may be in other units; convert"
              + " one table");
    } else if (known.isPresent() && known.get().low() > 0 && known.get().high() < 1 / FAR) {
      found.add(
          "the target's coefficients are about 1/"
              + brief(1 / known.get().rho())
              + " of the source's: the response or the columns may be in other units; convert one"
              + " table");
    } else if (scale > LARGE_SCALE) {
      found.add(
          "the target asks for the source model times "
              + brief(scale)
              + " and more: the response or the columns may be in other units; convert one table");
    }
    found.addAll(spreads(fit, names));
    return found;
  }

  /** Columns whose spread in the target is another than in the (first) source. */
  private static List<String> spreads(ResponseFit fit, List<String> names) {
    List<String> found = new ArrayList<>();
    if (!fit.sources().hasFits()) {
      return found;
    }
    double[] before = fit.sources().columnSpreads(0);
    double[] here = fit.columnSpreads();
    for (int j = 0; j < here.length; j++) {
      double ratio = here[j] / before[j];
      if (ratio > 0 && Double.isFinite(ratio) && (ratio > OTHER_UNITS || ratio < 1 / OTHER_UNITS)) {
        found.add(
            "column "
                + (names.isEmpty() ? String.valueOf(j) : names.get(j))
                + " spreads "
                + (ratio > 1 ? brief(ratio) + " times as far" : "1/" + brief(1 / ratio) + " as far")
                + " in the target as in the source: it may be in other units; convert one table");
      }
    }
    return found;
  }

  private static String edge(String what, double lambda, String grid) {
    return "the " + what + " " + brief(lambda) + " lies at the edge of its grid: widen the " + grid;
  }

  /**
   * Returns the recommendation in words: the decision, what it is based on, and which model to use.
   *
   * @param fit that this was made from
   * @return two to four sentences
   */
  public String sentence(ResponseFit fit) {
    int shared = fit.sharedRows().count();
    if (shared > 0) {
      return "No clear difference: "
          + shared
          + " of "
          + fit.rows()
          + " target rows are also rows of the source, so nothing can be claimed. Take them out of"
          + " one table; the recommended model, the average over source penalties and scales, leans"
          + " on the source more than it should.";
    }
    String rows = fit.rows() + " target rows";
    String losses =
        " Mean squared error on the target by "
            + judge(fit.criterion())
            + ": average "
            + brief(fit.averaged().loss())
            + ", from scratch "
            + brief(fit.scratch().loss())
            + ".";
    return switch (decision) {
      case TRANSFER ->
          "Transfer: the source model as it is beats training from scratch (probability "
              + percent(probability)
              + " by "
              + rows
              + "). The recommended model is the average over source penalties and scales"
              + trained(fit)
              + "."
              + losses;
      case SCRATCH ->
          "Do not transfer: training from scratch beats the source model as it is (that one is"
              + " better with probability "
              + percent(probability)
              + " by "
              + rows
              + "). The recommended model is the average over source penalties and scales."
              + SAFE
              + losses;
      case NO_CLEAR_DIFFERENCE ->
          "No clear difference: "
              + rows
              + " cannot tell whether the source model as it is beats training from scratch"
              + " (probability "
              + percent(probability)
              + "). The recommended model is the average over source penalties and scales."
              + SAFE
              + losses;
    };
  }

  private static String judge(Criterion criterion) {
    return switch (criterion) {
      case Criterion.KFold c -> c.folds() + " folds";
      case Criterion.GroupedKFold c -> c.folds() + " folds of groups";
      case Criterion.LeaveOneGroupOut c -> "leave-one-group-out";
      default -> "leave-one-out";
    };
  }

  private String trained(ResponseFit fit) {
    ResponseFit.Choice best = fit.transferOptimal();
    if (Double.isNaN(best.lambdaSource())) {
      return "";
    }
    return "; the best single model would come from "
        + (fit.sources().fits().size() > 1 ? "source " + (best.source() + 1) : "the source")
        + " trained at penalty "
        + brief(best.lambdaSource())
        + relation();
  }

  private String relation() {
    if (Double.isNaN(factor)) {
      return "";
    }
    if (factor == 1) {
      return ", which is best for the source too";
    }
    return factor > 1
        ? ", " + brief(factor) + " times the one that is best for the source itself"
        : ", 1/" + brief(1 / factor) + " of the one that is best for the source itself";
  }

  private static String percent(double probability) {
    double shown = 100 * probability;
    return shown < 1 ? "under 1 %" : shown > 99 ? "over 99 %" : Math.round(shown) + " %";
  }

  private static String brief(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
