// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void theTimeLeftFollowsThePaceOfThisRun() {
    long minute = 60_000_000_000L;
    assertThat(Progress.left(minute, 4, 6)).isEqualTo(", about 01:30 left");
    assertThat(Progress.left(minute, 1, 59)).isEqualTo(", about 59:00 left");
    assertThat(Progress.left(minute, 1, 605)).isEqualTo(", about 10:05:00 left");
    assertThat(Progress.left(minute, 60, 1)).isEqualTo(", about 00:01 left");
    assertThat(Progress.left(minute, 10, 0)).isEmpty();
  }
}
