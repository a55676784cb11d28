// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryNeedTest {
  private static Setting setting(int dimension) {
    return new Setting(2, CovarianceKind.ISOTROPIC, dimension);
  }

  @Test
  void theLargestSettingCounts() {
    MemoryNeed need =
        MemoryNeed.of(
            List.of(setting(30), setting(90), setting(60)), s -> 1_000_000L * s.dimension(), 2);
    assertThat(need.setting().dimension()).isEqualTo(90);
    assertThat(need.total()).isEqualTo(180_000_000);
    assertThat(need).asString().contains("180 MB", "dimension 90", "90 MB a seed, 2 at a time");
  }

  @Test
  void whatDoesNotFitIsRefusedWithARemedy() {
    MemoryNeed need = MemoryNeed.of(List.of(setting(7)), s -> Long.MAX_VALUE / 4, 2);
    assertThatThrownBy(need::announce)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("dimension 7")
        .hasMessageContaining("--threads");
  }
}
