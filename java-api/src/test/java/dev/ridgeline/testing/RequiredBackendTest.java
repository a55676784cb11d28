// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RequiredBackendTest {
  private final String before = System.getProperty(RequiredBackend.PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(RequiredBackend.PROPERTY);
    } else {
      System.setProperty(RequiredBackend.PROPERTY, before);
    }
  }

  @Test
  void failsWhenAnotherBackendWasOpened() {
    System.setProperty(RequiredBackend.PROPERTY, "cuda");
    try (Backend backend = new ReferenceBackendProvider().open(Workers.SERIAL)) {
      assertThatThrownBy(() -> RequiredBackend.check(backend))
          .isInstanceOf(AssertionError.class)
          .hasMessage("this run requires backend cuda, but the suite opened reference");
    }
  }

  @Test
  void acceptsTheRequiredBackendAndAnyWhenNoneIsRequired() {
    try (Backend backend = new ReferenceBackendProvider().open(Workers.SERIAL)) {
      System.setProperty(RequiredBackend.PROPERTY, "reference");
      assertThat(RequiredBackend.check(backend)).isSameAs(backend);
      System.setProperty(RequiredBackend.PROPERTY, "");
      assertThat(RequiredBackend.check(backend)).isSameAs(backend);
      System.clearProperty(RequiredBackend.PROPERTY);
      assertThat(RequiredBackend.check(backend)).isSameAs(backend);
    }
  }
}
