// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.PackageCycles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackageCyclesTest {
  @Test
  void noTwoPackagesFormACycle() throws IOException {
    assertThat(PackageCycles.of(Path.of("src/main/java"))).isEmpty();
  }
}
