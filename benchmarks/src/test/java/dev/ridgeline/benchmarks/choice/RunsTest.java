// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunsTest {
  private static final int PROBLEMS = 4;

  static List<Law> laws() {
    return List.of(PeerLaws.choices().getFirst(), new WideLaw(0), new OtherLaw(8));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void outcomesDoNotDependOnThreads(Law law) {
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      assertThat(Runs.of(ridgeline, law, PROBLEMS, 3))
          .isEqualTo(Runs.of(ridgeline, law, PROBLEMS, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void noPairIsBetterThanTheBestInHindsight(Law law) {
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      for (Outcome outcome : Runs.of(ridgeline, law, PROBLEMS, 2)) {
        for (Choice choice : List.of(Choice.SCRATCH, Choice.SOURCE_OPTIMAL, Choice.PAIR)) {
          // rounding: models and hindsight take their coefficients along different ways
          assertThat(outcome.regret(choice))
              .as("law=%s, seed=%d, choice=%s", law.name(), outcome.seed(), choice)
              .isGreaterThan(-1e-9);
        }
        assertThat(outcome.best()).isPositive();
      }
    }
  }
}
