// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Workers;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** That this run has the backend it is a test of: absence fails here and is never skipped. */
final class SimdBackendProviderTest {
  @Test
  void isFoundOnTheClassPathAndAvailable() {
    BackendProvider provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(SimdBackendProvider.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(provider.name()).isEqualTo("cpu-simd");
    assertThat(provider.priority()).isPositive();
    assertThat(provider.probe()).isInstanceOf(Availability.Available.class);
    try (Backend backend = provider.open(Workers.SERIAL)) {
      assertThat(backend.name()).isEqualTo("cpu-simd");
    }
  }

  @Test
  void autoTakesIt() {
    try (Ridgeline ridgeline = Ridgeline.open()) {
      assertThat(ridgeline.backend().name()).isEqualTo("cpu-simd");
    }
  }

  /** Each run of the suite is meant for one width: a flag that has no effect must not pass. */
  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
  void hasTheWidthThisRunIsMeantFor() {
    String bits = System.getProperty("tests.vectorBits", "");
    Availability availability = new SimdBackendProvider().probe();
    assertThat(((Availability.Available) availability).device().lanes()).startsWith(bits);
  }
}
