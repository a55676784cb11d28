// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.alignment.AlignmentEstimator;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do with a source and a target, how sure that is, and what to look out for.
 *
 * @param transfer whether the transfer-optimal model has a smaller leave-one-out loss than scratch
 * @param gain interval of loss(scratch) - loss(transfer-optimal), row by row, penalties held fixed
 * @param factor transfer-optimal over source-optimal source penalty: above 1, regularise the source
 *     more than its own task asks for; NaN where the latter is not known or 0
 * @param alignment of the tasks; empty when source models came from elsewhere
 * @param theoryFactor what the theory of isotropic features predicts for the factor at that
 *     alignment; NaN when that is not estimable
 * @param warnings what may be wrong with all this, a sentence each
 */
public record TransferAdvice(
    boolean transfer,
    Interval gain,
    double factor,
    Optional<Alignment> alignment,
    double theoryFactor,
    List<String> warnings) {
  /** Decades of penalties that a target cannot tell apart when its optimum is called flat. */
  private static final double FLAT_DECADES = 3;

  /** A loss so many times another is worth a word. */
  private static final double NOTABLY = 0.98;

  /** Checks nothing, copies the list. */
  public TransferAdvice {
    warnings = List.copyOf(warnings);
  }

  /**
   * Judges a fit.
   *
   * @param fit of a target
   * @return the advice
   */
  public static TransferAdvice of(TransferFit fit) {
    TransferFit.Choice scratch = fit.scratch();
    TransferFit.Choice best = fit.transferOptimal();
    Optional<TransferFit.Choice> own = fit.sourceOptimal();
    double factor = own.map(o -> best.lambdaSource() / o.lambdaSource()).orElse(Double.NaN);
    Optional<Alignment> alignment = alignment(fit, best);
    Interval gain = fit.difference(scratch, best);
    return new TransferAdvice(
        best.loss() < scratch.loss(),
        gain,
        Double.isFinite(factor) ? factor : Double.NaN,
        alignment,
        alignment.map(a -> theory(fit, best, a)).orElse(Double.NaN),
        warnings(fit, own, gain, alignment));
  }

  private static Optional<Alignment> alignment(TransferFit fit, TransferFit.Choice best) {
    if (fit.sources().fits().isEmpty()) {
      return Optional.empty();
    }
    Prepared source = fit.sources().fits().get(best.source()).decomposed().sample;
    Prepared target = fit.decomposed().sample;
    return Optional.of(
        AlignmentEstimator.estimate(
            Matrix.ofColumnMajor(source.x, source.n, source.p),
            source.y,
            Matrix.ofColumnMajor(target.x, target.n, target.p),
            target.y,
            source.q > 0 && !isWeighted(source) && !isWeighted(target)));
  }

  /** Weighted rows are centred by weighted means already, and have no plain mean to take out. */
  private static boolean isWeighted(Prepared sample) {
    return Arrays.stream(sample.root).anyMatch(root -> root != sample.root[0]);
  }

  /**
   * The isotropic theory with the noise and the signal of the source, both from its own best ridge:
   * sigma^2 = |r|^2 / (n - df), and the signal is the rest of the variance.
   */
  private static double theory(TransferFit fit, TransferFit.Choice best, Alignment alignment) {
    RidgeCvFit source = fit.sources().fits().get(best.source());
    Decomposed of = source.decomposed();
    int index = source.best(0);
    double df = source.effectiveDegreesOfFreedom(index);
    int n = of.sample.n;
    double total = Comparisons.meanSquare(of.sample.y, n);
    double mu = source.lambdas().toNormalEquations(source.rows())[index];
    // |r|^2 / (n - df) = GCV (n - df) / n, in the units of the weights
    double gcv = of.gcv(of.responses(), 0, mu) * of.sample.weightSum / n;
    double noise = Math.min(gcv * (n - df) / n, total);
    double signal = total - noise;
    if (!alignment.estimable() || !(signal > 0) || !(alignment.rho() > 0)) {
      return Double.NaN;
    }
    double ratio =
        new IsotropicTheory((double) of.sample.p / n, Math.sqrt(noise), Math.sqrt(signal))
            .ratio(alignment.rho());
    return Double.isFinite(ratio) ? ratio : Double.NaN;
  }

  private static List<String> warnings(
      TransferFit fit,
      Optional<TransferFit.Choice> own,
      Interval gain,
      Optional<Alignment> alignment) {
    List<String> found = new ArrayList<>();
    TransferFit.Choice best = fit.transferOptimal();
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
    TransferFit.Choice rescaled = fit.rescaled();
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
   * The recommendation in one sentence.
   *
   * @param fit that this judges
   * @return what to do, with the losses it rests on
   */
  public String sentence(TransferFit fit) {
    TransferFit.Choice best = fit.transferOptimal();
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
