// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private final List<String> closed = new ArrayList<>();

  /** Equal to every other of its name, as views of one memory are. */
  private record Named(String name, List<String> closed) implements Resource {
    @Override
    public void close() {
      closed.add(name);
    }
  }

  private Named named(String name) {
    return new Named(name, closed);
  }

  private Resource failing(String name) {
    return () -> {
      closed.add(name);
      throw new IllegalStateException(name);
    };
  }

  @Test
  void closesInReverseOrderAndOnce() {
    Scope scope = new Scope();
    Named first = named("first");
    assertThat(scope.add(first)).isSameAs(first);
    scope.add(named("second"));
    scope.add(named("third"));
    scope.close();
    scope.close();
    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void closesWhatWasOpenedBeforeAFailure() {
    assertThatThrownBy(
            () -> {
              try (Scope scope = new Scope()) {
                scope.add(named("first"));
                scope.add(named("second"));
                throw new IllegalArgumentException("no third");
              }
            })
        .hasMessage("no third")
        .hasNoSuppressedExceptions();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void handsOutOneResourceByIdentity() {
    Named kept = named("same");
    Named other = named("same");
    assertThat(kept).isEqualTo(other);
    try (Scope scope = new Scope()) {
      scope.add(kept);
      scope.add(named("between"));
      scope.add(other);
      assertThat(scope.keep(kept)).isSameAs(kept);
      assertThatThrownBy(() -> scope.keep(kept))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("same");
    }
    assertThat(closed).containsExactly("same", "between");
  }

  @Test
  void handsOutEverythingInItsOrder() {
    Scope all;
    try (Scope scope = new Scope()) {
      scope.add(named("first"));
      scope.keep(scope.add(named("kept")));
      scope.add(named("second"));
      all = scope.release();
    }
    assertThat(closed).isEmpty();
    all.close();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void ignoresNull() {
    try (Scope scope = new Scope()) {
      assertThat(scope.<Named>add(null)).isNull();
      assertThat(scope.<Named>keep(null)).isNull();
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void closesTheRestWhenAResourceFails() {
    Scope scope = new Scope();
    scope.add(failing("first"));
    scope.add(named("second"));
    scope.add(failing("third"));
    assertThatThrownBy(scope::close)
        .hasMessage("third")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .hasToString("java.lang.IllegalStateException: first"));
    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void keepsTheFailureOfTheBodyFirst() {
    assertThatThrownBy(
            () -> {
              try (Scope scope = new Scope()) {
                scope.add(failing("first"));
                scope.add(failing("second"));
                throw new IllegalArgumentException("body");
              }
            })
        .hasMessage("body")
        .satisfies(
            thrown -> {
              Throwable closing = thrown.getSuppressed()[0];
              assertThat(closing).hasMessage("second");
              assertThat(closing.getSuppressed()[0]).hasMessage("first");
            });
  }

  @Test
  void survivesOneExceptionThrownTwice() {
    IllegalStateException same = new IllegalStateException("same");
    Resource failing =
        () -> {
          throw same;
        };
    Resource failingToo =
        () -> {
          throw same;
        };
    Scope scope = new Scope();
    scope.add(failing);
    scope.add(failingToo);
    assertThatThrownBy(scope::close).isSameAs(same);
  }
}
