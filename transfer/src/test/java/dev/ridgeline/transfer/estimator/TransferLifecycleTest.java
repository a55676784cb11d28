// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.choice.Indistinguishable;
import dev.ridgeline.transfer.choice.TransferAdvice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a fit tells while it runs, how it is stopped, and what works after the end. */
class TransferLifecycleTest {
  private static final LambdaGrid GRID = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5);
  private static final int P = 6;

  private final Random random = new Random(61);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = Problems.normal(random, 20, P);
  private final double[] y0 = Problems.response(random, x0, w, 1);
  private final double[][] x1 = Problems.normal(random, 10, P);
  private final double[] y1 = Problems.response(random, x1, w, 0.5);

  private static Ridgeline open() {
    return Ridgeline.builder().threads(1).backend("reference").open();
  }

  private TransferRidge estimator(Ridgeline ridgeline) {
    return TransferRidge.on(ridgeline)
        .sourcePenalties(GRID)
        .targetPenalties(GRID)
        .source(Sample.of(x0, y0), Sample.of(x1, Arrays.stream(y1).map(y -> -y).toArray()))
        .target(Sample.of(x1, y1));
  }

  @Test
  void progressCountsSourcesAndTargets() {
    List<String> heard = new ArrayList<>();
    RunControl control =
        new RunControl(() -> false, (done, total) -> heard.add(done + " of " + total));
    try (Ridgeline ridgeline = open()) {
      Sample target = Sample.of(x1, y1);
      estimator(ridgeline).fit(List.of(target, target, target), control);
      assertThat(heard).containsExactly("1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5");
      heard.clear();
      TransferRidge.on(ridgeline).targetPenalties(GRID).prior(w).target(target).fit(control);
      assertThat(heard).containsExactly("1 of 1");
    }
  }

  @Test
  void aFitThatIsCancelledEndsWhereverItIs() {
    try (Ridgeline ridgeline = open()) {
      AtomicInteger asked = new AtomicInteger();
      RunControl counting =
          new RunControl(() -> asked.incrementAndGet() < 0, RunControl.NONE.progress());
      estimator(ridgeline).fit(counting);
      // two sources, and every penalty of the target
      assertThat(asked.get()).isGreaterThanOrEqualTo(2 + GRID.size());
      for (int last = 1; last <= asked.get(); last++) {
        AtomicInteger left = new AtomicInteger(last);
        RunControl control =
            new RunControl(() -> left.decrementAndGet() <= 0, RunControl.NONE.progress());
        assertThatThrownBy(() -> estimator(ridgeline).fit(control))
            .isInstanceOf(CancellationException.class);
        assertThat(left.get()).isZero();
      }
      assertThat(estimator(ridgeline).fit().responses()).isEqualTo(1);
    }
  }

  @Test
  void sumsAndPriorsAreCancelledToo() {
    RunControl cancelled = new RunControl(() -> true, RunControl.NONE.progress());
    try (Ridgeline ridgeline = open()) {
      TransferRidge estimator = estimator(ridgeline);
      assertThatThrownBy(() -> estimator.source(NormalEquations.of(x0, y0)).fit(cancelled))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> estimator.prior(w).fit(cancelled))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void afterTheEndWhatComputesThrows() {
    Ridgeline ridgeline = open();
    TransferRidge estimator = estimator(ridgeline);
    TransferFit all = estimator.fit();
    ResponseFit fit = all.only();
    ResponseFit.Choice best = fit.transferOptimal();
    double[] losses = fit.losses();
    RidgeFit ridge = RidgeCv.on(ridgeline).penalties(GRID).fit(Sample.of(x0, y0));
    ridgeline.close();

    List<ThrowingCallable> calls =
        List.of(
            estimator::fit,
            () -> estimator.prior(w).fit(),
            () -> estimator.source(NormalEquations.of(x0, y0)).fit(),
            all::model,
            fit::scratch,
            fit::sourceOptimal,
            fit::transferOptimal,
            fit::rescaled,
            fit::recommended,
            fit::averaged,
            fit::verdict,
            fit::indistinguishable,
            fit::indistinguishableTarget,
            () -> fit.difference(best, best),
            () -> fit.heldOutErrors(best),
            () -> fit.model(best),
            () -> fit.solution(best),
            () -> fit.lossesFrom(Matrix.column(w)),
            () -> fit.lossFrom(w),
            () -> fit.lossFrom(null).applyAsDouble(1),
            () -> fit.sources().design(0),
            () -> TransferAdvice.of(fit),
            () -> ExactOptima.of(fit),
            () -> FilterComparison.of(fit),
            () -> Indistinguishable.of(ridge, 0),
            () ->
                RidgeCv.on(ridgeline)
                    .penalties(GRID)
                    .criterion(Criterion.gcv())
                    .fit(NormalEquations.of(x0, y0)));
    for (int c = 0; c < calls.size(); c++) {
      assertThatThrownBy(calls.get(c))
          .as("call %d", c)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this Ridgeline is closed");
    }

    // what is known stays known
    assertThat(fit.losses()).containsExactly(losses);
    assertThat(fit.loss(best.prior(), best.targetIndex())).isEqualTo(best.loss());
    assertThat(fit.regrets()[best.prior()]).isZero();
    assertThat(fit.sources().coefficients(3, 0)).hasSize(P);
    assertThat(fit).hasToString("ResponseFit[response 0, 10 source models, 5 target penalties]");
    assertThat(all).hasToString("TransferFit[1 responses, 10 source models, 5 target penalties]");
    assertThat(fit.sources())
        .hasToString("SourceModels[10 priors of 6 features, 1 responses, 2 sources]");
    assertThat(estimator.toString()).startsWith("TransferRidge[source penalties ");
  }
}
