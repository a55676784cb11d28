// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of an average of large order are worked on by all threads. */
class ThreadsTest {
  private static final int P = 75;
  private static final int N1 = 70;

  /** Above order 64. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBitsDoNotDependOnTheirNumber(boolean groups) {
    Random random = new Random(5);
    double[] w = Problems.normal(random, P);
    double[][] x0 = Problems.normal(random, 90, P);
    double[][] x1 = Problems.normal(random, N1, P);
    Sample source =
        Sample.of(x0, Problems.response(random, x0, w, 2))
            .withGroups(IntStream.range(0, 90).map(i -> i / 4).toArray());
    Sample target =
        Sample.of(x1, Problems.response(random, x1, w, 1))
            .withGroups(IntStream.range(0, N1).map(i -> i / 4).toArray());
    ResponseFit[] fits = new ResponseFit[2];
    try (Ridgeline one = Ridgeline.builder().threads(1).backend("reference").open();
        Ridgeline three = Ridgeline.builder().threads(3).backend("reference").open()) {
      for (int i = 0; i < 2; i++) {
        fits[i] =
            TransferRidge.on(i == 0 ? one : three)
                .sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5))
                .targetPenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5))
                .criterion(groups ? new Criterion.LeaveOneGroupOut() : Criterion.leaveOneOut())
                .source(source)
                .target(target)
                .fit()
                .only();
      }
      assertThat(fits[1].average().coefficients())
          .containsExactly(fits[0].average().coefficients());
      assertThat(fits[1].heldOutErrors(fits[1].averaged()))
          .containsExactly(fits[0].heldOutErrors(fits[0].averaged()));
      assertThat(fits[1].verdict()).isEqualTo(fits[0].verdict());
      assertThat(fits[1].spread(fits[1].averaged())).isEqualTo(fits[0].spread(fits[0].averaged()));
      assertThat(fits[0].average().isHierarchical()).isTrue();
    }
  }
}
