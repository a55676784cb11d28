// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalExecutorTest {
  record Numbered(int value) implements Cell {
    @Override
    public String id() {
      return "n" + value;
    }
  }

  private static final List<Numbered> CELLS =
      IntStream.range(0, 50).mapToObj(Numbered::new).toList();

  private final Map<String, Integer> results = new ConcurrentHashMap<>();

  private void keep(Numbered cell, Integer result) {
    results.put(cell.id(), result);
  }

  @Test
  void computesEveryCellOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    new LocalExecutor(4)
        .execute(
            CELLS,
            cell -> {
              calls.incrementAndGet();
              return cell.value() * cell.value();
            },
            this::keep);
    assertThat(calls).hasValue(CELLS.size());
    assertThat(results).hasSize(CELLS.size()).containsEntry("n7", 49);
  }

  @Test
  void runsNothingWithoutCells() throws Exception {
    new LocalExecutor(3).execute(List.<Numbered>of(), Numbered::value, this::keep);
    assertThat(results).isEmpty();
  }

  @Test
  void reportsTheFirstFailureAndTakesOnNothingMore() {
    assertThatThrownBy(
            () ->
                new LocalExecutor(1)
                    .execute(
                        CELLS,
                        cell -> {
                          if (cell.value() >= 5) {
                            throw new StackOverflowError("deep");
                          }
                          return cell.value();
                        },
                        this::keep))
        .isInstanceOf(CellFailedException.class)
        .hasMessage("cell n5 failed: StackOverflowError: deep")
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(results.keySet()).isEqualTo(Set.of("n0", "n1", "n2", "n3", "n4"));
  }

  @Test
  void aResultThatCannotBeKeptEndsTheSweep() {
    AtomicInteger delivered = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new LocalExecutor(2)
                    .execute(
                        CELLS,
                        Numbered::value,
                        (cell, result) -> {
                          delivered.incrementAndGet();
                          throw new IllegalStateException("full");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
    assertThat(delivered.get()).isBetween(1, 2);
  }

  @Test
  void cancelledItStopsAndSaysSo() {
    LocalExecutor executor = new LocalExecutor(1);
    assertThatThrownBy(
            () ->
                executor.execute(
                    CELLS,
                    cell -> {
                      if (cell.value() == 2) {
                        executor.cancel();
                      }
                      return cell.value();
                    },
                    this::keep))
        .isInstanceOf(CancellationException.class);
    assertThat(results.keySet()).isEqualTo(Set.of("n0", "n1", "n2"));
  }

  @Test
  void refusesToRunWithoutThreads() {
    assertThatThrownBy(() -> new LocalExecutor(0)).hasMessageContaining("threads=0");
  }
}
