// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import org.junit.jupiter.api.Test;

/** What is said of the backend that a run takes. */
class BackendSessionTest {
  @Test
  void theSmallStartNamesItsBackendAsAChoice() {
    try (Ridgeline forced = Ridgeline.builder().backend("reference").open()) {
      assertThat(BackendSession.chosen(forced.backend()))
          .isEqualTo(
              "backend chosen: reference: available on %s (scalar)",
              forced.backend().device().device());
    }
    try (Ridgeline auto = Ridgeline.builder().backend("auto").open()) {
      assertThat(auto.explanation()).startsWith(BackendSession.chosen(auto.backend()));
    }
  }
}
