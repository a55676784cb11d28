// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The probe runs, and the backend reads what it wrote; what it measures here means nothing. */
@ExtendWith(CleanDevice.class)
class CrossoverProbeTest {
  @TempDir Path folder;

  @Test
  void writesAFileThatTheBackendReads() throws Exception {
    OpenedBackend.open().close(); // names the folder of the device
    Path file = folder.resolve("crossovers.properties");
    CrossoverProbe.main(new String[] {file.toString(), "32"});
    Crossovers measured = Crossovers.read(file);
    assertThat(measured.batchedUpTo()).isIn(0, 16, 32);
    assertThat(measured.spectrumInFactors()).isPositive();
    System.setProperty("ridgeline.cuda.crossovers", file.toString());
    try (Backend backend = new CudaBackendProvider().open(Workers.SERIAL)) {
      assertThat(CudaSettings.current().crossovers()).isEqualTo(measured);
      assertThat(backend.name()).isEqualTo("cuda");
    } finally {
      System.clearProperty("ridgeline.cuda.crossovers");
    }
  }
}
