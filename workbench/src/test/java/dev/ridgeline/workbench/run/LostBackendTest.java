// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.DeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostBackendTest {
  private boolean givenUp;

  private BackendLostException lost() {
    return new BackendLostException("cuda", "cudaLaunch returned 700", null);
  }

  private DeviceMemoryException spent() {
    return new DeviceMemoryException("cudaMalloc returned 2", null, () -> givenUp = true);
  }

  /** Fails in these ways, one attempt after the other, and then gives 7. */
  private static int retry(RuntimeException... failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    return LostBackend.retry(
        () -> {
          if (!left.isEmpty()) {
            throw left.pop();
          }
          return 7;
        });
  }

  @Test
  void computesOnceMoreWhenTheBackendIsLost() {
    assertThat(retry()).isEqualTo(7);
    assertThat(retry(lost())).isEqualTo(7);
    assertThatThrownBy(() -> retry(lost(), lost())).isInstanceOf(BackendLostException.class);
  }

  @Test
  void leavesADeviceWhoseMemoryIsSpentTwice() {
    assertThat(retry(spent())).isEqualTo(7);
    assertThat(givenUp).isFalse();
    assertThat(retry(spent(), spent())).isEqualTo(7);
    assertThat(givenUp).isTrue();
    // forced: the backend that was given up says so
    assertThatThrownBy(() -> retry(spent(), spent(), lost()))
        .isInstanceOf(BackendLostException.class);
  }

  @Test
  void anythingElseIsNotTriedAgain() {
    assertThatThrownBy(() -> retry(new IllegalStateException("a bug")))
        .isInstanceOf(IllegalStateException.class);
  }
}
