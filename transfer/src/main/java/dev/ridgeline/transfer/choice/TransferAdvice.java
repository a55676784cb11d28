// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.Design;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.alignment.AlignmentEstimator;
import dev.ridgeline.transfer.estimator.ResponseFit;
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
 * @param transfer whether the transfer-optimal model has a smaller leave-one-out loss than scratch
 * @param gain interval of loss(scratch) - loss(transfer-optimal), row by row, penalties held fixed
 * @param factor transfer-optimal over source-optimal source penalty: above 1, regularise the source
 *     more than its own task asks for; NaN where the latter is not known or 0
 * @param alignment of the tasks; empty when source models came from elsewhere
 * @param theoryFactor what the theory of isotropic features predicts for the factor at that
 *     alignment; NaN when that is not estimable
 * @param warnings reasons to doubt the recommendation, one sentence each
 */
public record TransferAdvice(
    boolean transfer,
    Interval gain,
    double factor,
    Optional<Alignment> alignment,
    double theoryFactor,
    List<String> warnings) {
  /** An optimum is called flat when the target cannot tell this many decades of penalties apart. */
  private static final double FLAT_DECADES = 3;

  /** A loss below this multiple of another is worth a warning. */
  private static final double NOTABLY = 0.98;

  /** Copies the list. */
  public TransferAdvice {
    warnings = List.copyOf(warnings);
  }

  /**
   * Makes a recommendation from a fit.
   *
   * @param fit of a target
   * @return the advice
   */
  public static TransferAdvice of(ResponseFit fit) {
    ResponseFit.Choice scratch = fit.scratch();
    ResponseFit.Choice best = fit.transferOptimal();
    Optional<ResponseFit.Choice> own = fit.sourceOptimal();
    double factor = own.map(o -> best.lambdaSource() / o.lambdaSource()).orElse(Double.NaN);
    Optional<Alignment> alignment = alignment(fit, best);
    Interval gain = fit.difference(scratch, best);
    return new TransferAdvice(
        fit.transfers(),
        gain,
        Double.isFinite(factor) ? factor : Double.NaN,
        alignment,
        alignment.map(a -> theory(fit, best, a)).orElse(Double.NaN),
        warnings(fit, own, gain, alignment));
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
      Interval gain,
      Optional<Alignment> alignment) {
    List<String> found = new ArrayList<>();
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
    if (gain.contains(0)) {
      found.add(
          "transfer and scratch do not differ by more than chance explains on "
              + fit.rows()
              + " target rows");
    }
    alignment
        .filter(a -> !a.reason().isEmpty())
        .ifPresent(a -> found.add("alignment: " + a.reason()));
    ResponseFit.Choice rescaled = fit.rescaled();
    if (rescaled.loss() < NOTABLY * best.loss()) {
      found.add(
          "the "
              + (own.isPresent() ? "source-optimal" : "given")
              + " model times "
              + brief(rescaled.scale())
              + " has a smaller loss still ("
              + brief(rescaled.loss())
              + " against "
              + brief(best.loss())
              + ")");
    }
    return found;
  }

  private static String edge(String what, double lambda, String grid) {
    return "the " + what + " " + brief(lambda) + " lies at the edge of its grid: widen the " + grid;
  }

  /**
   * Returns the recommendation in one sentence.
   *
   * @param fit that this was made from
   * @return what to do, with the losses that it is based on
   */
  public String sentence(ResponseFit fit) {
    ResponseFit.Choice best = fit.transferOptimal();
    String losses =
        " (leave-one-out mean squared error on the target "
            + brief(best.loss())
            + ", from scratch "
            + brief(fit.scratch().loss())
            + ")";
    String certainty = gain.contains(0) ? ", though the difference is within chance" : "";
    if (!transfer) {
      return "Do not transfer: training from scratch is better" + losses + certainty + ".";
    }
    String how =
        Double.isNaN(best.lambdaSource())
            ? "from the model given"
            : "with "
                + (fit.sources().fits().size() > 1 ? "source " + (best.source() + 1) : "a source")
                + " trained at penalty "
                + brief(best.lambdaSource())
                + relation();
    return "Transfer " + how + losses + certainty + ".";
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

  private static String brief(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
