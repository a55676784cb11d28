// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.benchmarks.report.Verdict;
import dev.ridgeline.workbench.bench.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {
  @Test
  void takesTurnsAndLeavesTheFirstPairOut() {
    StringBuilder order = new StringBuilder();
    Deque<Double> ours = new ArrayDeque<>(List.of(9.0, 1.0, 2.0, 4.0));
    Deque<Double> theirs = new ArrayDeque<>(List.of(9.0, 3.0, 4.0, 4.0));
    Pairing.Times times =
        Pairing.alternate(
            4,
            () -> {
              order.append('A');
              return ours.remove();
            },
            () -> {
              order.append('B');
              return theirs.remove();
            });
    assertThat(order).hasToString("ABBAABBA");
    assertThat(times.ours()).containsExactly(1, 2, 4);
    assertThat(times.theirs()).containsExactly(3, 4, 4);
  }

  @Test
  void judgesTheMedianOfTheRatios() {
    Pairing.Times times = new Pairing.Times(new double[] {1, 2, 4}, new double[] {3, 4, 4});
    Verdict verdict = times.verdict("P1", "dgemm", 1, "openblas", 2);
    assertThat(verdict.ratio()).isEqualTo(2);
    assertThat(verdict.best()).isEqualTo(3);
    assertThat(verdict.ours()).isEqualTo(2);
    assertThat(verdict.theirs()).isEqualTo(4);
    assertThat(verdict.pass()).isTrue();
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddle() {
    assertThat(Pairing.median(new double[] {4, 1, 3, 100})).isEqualTo(3.5);
  }

  @Test
  void refusesToTimeAWrongResult() {
    Work right = Work.of(1, () -> {}, () -> 0, () -> {});
    Work wrong = Work.of(1, () -> {}, () -> 1e6, () -> {});
    Pairing pairing = new Pairing(1, 0);
    assertThatThrownBy(() -> pairing.measure(right, wrong, 1)).hasMessageContaining("the peer");
    assertThatThrownBy(() -> pairing.measure(wrong, right, 1)).hasMessageContaining("Ridgeline");
  }

  @Test
  void readsWhatTheNumpyProgramPrints() {
    assertThat(Programs.printedSeconds("seconds 0.3125\nmean ratio [1 2]\n")).isEqualTo(0.3125);
    assertThatThrownBy(() -> Programs.printedSeconds("Traceback"))
        .hasMessageContaining("Traceback");
  }
}
