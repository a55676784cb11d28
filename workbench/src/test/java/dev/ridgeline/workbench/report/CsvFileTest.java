// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvFileTest {
  @Test
  void writesShortestDecimalsAndLeavesTheUndefinedEmpty() {
    CsvFile file = CsvFile.of("a", "b", "c", "d", "e");
    file.row(0.1 + 0.2, Double.NaN, 1e-300, null, 42L).row(-0.0, "none", 100.0, true, 7);
    assertThat(file.text())
        .isEqualTo("a,b,c,d,e\n0.30000000000000004,,1.0E-300,,42\n-0.0,none,100.0,true,7\n");
  }

  @Test
  void quotesWhatNeedsIt() {
    assertThat(CsvFile.of("x", "y").row("a,b", "say \"hi\"").text())
        .isEqualTo("x,y\n\"a,b\",\"say \"\"hi\"\"\"\n");
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThatThrownBy(() -> CsvFile.of("x", "y").row(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("columns=2, values=1");
  }
}
