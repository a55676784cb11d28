// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.DeviceMemoryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private final List<String> done = new ArrayList<>();
  private final List<String> halved = new ArrayList<>();

  private Pieces.Work fitting(int most) {
    return (from, items) -> {
      if (items > most) {
        throw new DeviceMemoryException("spent by " + items, null, () -> {});
      }
      done.add(from + "+" + items);
    };
  }

  private void run(int count, int largest, Pieces.Work work) {
    Pieces.run(
        count,
        largest,
        work,
        DeviceMemoryException.class::isInstance,
        (items, next) -> halved.add(items + ">" + next));
  }

  @Test
  void runsPiecesThatFitInOrder() {
    run(7, 3, fitting(3));
    assertThat(done).containsExactly("0+3", "3+3", "6+1");
    assertThat(halved).isEmpty();
  }

  @Test
  void runsNothingWithoutItems() {
    run(0, 4, fitting(0));
    assertThat(done).isEmpty();
  }

  @Test
  void halvesUntilAPieceFitsAndStaysSmall() {
    run(11, 11, fitting(3));
    assertThat(halved).containsExactly("11>6", "6>3");
    assertThat(done).containsExactly("0+3", "3+3", "6+3", "9+2");
  }

  @Test
  void halvesOnlyWhatIsLeft() {
    int[] calls = {0};
    run(
        6,
        4,
        (from, items) -> {
          if (calls[0]++ == 1) {
            throw new DeviceMemoryException("another used it", null, () -> {});
          }
          done.add(from + "+" + items);
        });
    assertThat(halved).containsExactly("2>1");
    assertThat(done).containsExactly("0+4", "4+1", "5+1");
  }

  @Test
  void throwsWhenASingleItemDoesNotFit() {
    assertThatThrownBy(() -> run(5, 5, fitting(0)))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("spent by 1");
    assertThat(halved).containsExactly("5>3", "3>2", "2>1");
  }

  @Test
  void throwsEveryOtherFailureAtOnce() {
    assertThatThrownBy(
            () ->
                run(
                    5,
                    5,
                    (from, items) -> {
                      throw new IllegalStateException("no memory of it");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(halved).isEmpty();
  }

  @Test
  void asksWhetherAFailureWasOfMemoryBeforeEveryAttempt() {
    List<String> asked = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Pieces.run(
                    2,
                    2,
                    (from, items) -> {
                      throw new IllegalArgumentException("of " + items);
                    },
                    failed -> asked.add(failed.getMessage()),
                    (items, next) -> asked.add("halved")))
        .hasMessage("of 1");
    assertThat(asked).containsExactly("of 2", "halved", "of 1");
  }
}
