// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossoversTest {
  @TempDir Path folder;

  @Test
  void manyShiftsOrLargeOrdersTakeASpectrum() {
    Crossovers crossovers = new Crossovers(512, 400, 64);
    assertThat(crossovers.isSpectrum(250, 50)).isFalse();
    assertThat(crossovers.isSpectrum(250, 399)).isFalse();
    assertThat(crossovers.isSpectrum(250, 400)).isTrue();
    assertThat(crossovers.isSpectrum(512, 1)).isFalse();
    assertThat(crossovers.isSpectrum(513, 1)).isTrue();
    assertThat(crossovers.isBatched(512)).isTrue();
    assertThat(crossovers.isBatched(513)).isFalse();
  }

  @Test
  void whatAProbeWritesIsRead() throws Exception {
    Path file = folder.resolve("crossovers.properties");
    Crossovers measured = new Crossovers(384, 210, 33);
    measured.write(file, "a device");
    assertThat(Crossovers.read(file)).isEqualTo(measured);
    assertThat(file).content().contains("measured on a device");
  }

  @Test
  void whatAFileLeavesOutKeepsItsDefault() throws Exception {
    Path file = Files.writeString(folder.resolve("part"), "batchedUpTo = 128\n");
    assertThat(Crossovers.read(file))
        .isEqualTo(
            new Crossovers(
                128,
                Crossovers.DEFAULT.spectrumInFactors(),
                Crossovers.DEFAULT.spectraBatchedUpTo()));
  }

  @Test
  void refusesWhatIsNoNumber() throws Exception {
    Path file = Files.writeString(folder.resolve("bad"), "spectrumInFactors = many\n");
    assertThatThrownBy(() -> Crossovers.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad: spectrumInFactors must be a whole number, not 'many'");
    assertThatThrownBy(() -> new Crossovers(-1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchedUpTo=-1");
  }
}
