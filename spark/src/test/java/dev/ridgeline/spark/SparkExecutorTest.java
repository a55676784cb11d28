// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.run.Cell;
import dev.ridgeline.workbench.run.CellFailedException;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.SweepExecutorProvider.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparkExecutorTest {
  record Numbered(int value) implements Cell {
    @Override
    public String id() {
      return "n" + value;
    }
  }

  /** Sent along once for all cells, and read once; counted, since these JVMs are one. */
  record Squares(int failing, int slow, byte[] data) implements CellTask<Numbered, Integer> {
    static final AtomicInteger COMPUTED = new AtomicInteger();

    @Override
    public Integer compute(Numbered cell) throws Exception {
      COMPUTED.incrementAndGet();
      if (cell.value() >= failing) {
        throw new StackOverflowError("deep");
      }
      if (cell.value() >= slow) {
        Thread.sleep(60_000);
      }
      return cell.value() * cell.value() + data.length;
    }
  }

  private static final List<Numbered> CELLS =
      IntStream.range(0, 40).mapToObj(Numbered::new).toList();

  private final Map<String, Integer> results = new ConcurrentHashMap<>();
  private SparkExecutor executor;

  @BeforeEach
  void open() {
    Squares.COMPUTED.set(0);
    executor = new SparkExecutor(Cluster.open(new Settings("test", "local[2]", Map.of(), true)));
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private static Squares squares(int failing, int slow) {
    return new Squares(failing, slow, new byte[1000]);
  }

  @Test
  void computesEveryCellOnceAndSweepsAgain() throws Exception {
    executor.execute(CELLS, squares(99, 99), (cell, result) -> results.put(cell.id(), result));
    assertThat(Squares.COMPUTED).hasValue(CELLS.size());
    assertThat(results).hasSize(CELLS.size()).containsEntry("n7", 1049);
    executor.execute(
        CELLS.subList(3, 5),
        new Squares(99, 99, new byte[1]),
        (cell, result) -> results.put(cell.id(), result));
    assertThat(results).containsEntry("n4", 17).containsEntry("n7", 1049);
    executor.execute(List.<Numbered>of(), squares(0, 0), (cell, result) -> results.clear());
  }

  @Test
  void aCellThatFailsIsReportedAsInProcessAndNotTriedAgain() {
    assertThatThrownBy(
            () -> executor.execute(CELLS, squares(38, 99), (c, r) -> results.put(c.id(), r)))
        .isInstanceOf(CellFailedException.class)
        .hasMessageMatching("cell n3[89] failed: StackOverflowError: deep")
        .rootCause()
        .hasMessageContaining("SparkExecutorTest$Squares.compute");
    assertThat(Squares.COMPUTED).hasValueLessThanOrEqualTo(CELLS.size());
    assertThat(results).hasSizeGreaterThan(30).doesNotContainKey("n38");
  }

  @Test
  void aResultThatCannotBeKeptEndsTheSweep() {
    assertThatThrownBy(
            () ->
                executor.execute(
                    CELLS,
                    squares(99, 30),
                    (cell, result) -> {
                      throw new IllegalStateException("full");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
  }

  @Test
  void cancelledItStopsWhatIsAtWorkAndSaysSo() {
    assertThatThrownBy(
            () ->
                executor.execute(
                    CELLS,
                    squares(99, 5),
                    (cell, result) -> {
                      results.put(cell.id(), result);
                      if (results.size() == 5) {
                        executor.cancel();
                      }
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(results).containsOnlyKeys("n0", "n1", "n2", "n3", "n4");
  }
}
