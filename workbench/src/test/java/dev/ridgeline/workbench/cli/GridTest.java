// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class GridTest {
  @Test
  void readsOneNumber() {
    assertThat(Grid.parse("2").values()).containsExactly(2.0);
    assertThat(Grid.parse("-1.5e-3").values()).containsExactly(-0.0015);
  }

  @Test
  void readsAListInItsOrder() {
    assertThat(Grid.parse("5, 1.5,3,3").values()).containsExactly(5, 1.5, 3, 3);
  }

  @Test
  void linearGridHasTheDoublesNearestToTheDecimals() {
    assertThat(Grid.parse("0.5:1.5:21").values())
        .containsExactly(
            0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25,
            1.3, 1.35, 1.4, 1.45, 1.5);
  }

  @Test
  void linearGridsAreWrittenAsPeopleWriteThem() {
    for (int steps = 1; steps <= 200; steps++) {
      double[] values = Grid.parse("0:" + steps / 100.0 + ":" + (steps + 1)).values();
      for (int i = 0; i <= steps; i++) {
        assertThat(values[i]).as("step %s of %s", i, steps).isEqualTo(i / 100.0);
      }
    }
    assertThat(Grid.parse("-0.3:0.3:7").values())
        .containsExactly(-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3);
    assertThat(Grid.parse("1e-300:1e300:3").values()).containsExactly(1e-300, 5e299, 1e300);
    assertThat(Grid.parse("0:1:4").values()).containsExactly(0, 1 / 3.0, 2 / 3.0, 1);
  }

  @Test
  void spellsNumbersWithoutEmptyDecimals() {
    assertThat(Grid.spelling(500)).isEqualTo("500");
    assertThat(Grid.spelling(0.85)).isEqualTo("0.85");
    assertThat(Grid.spelling(-0.0)).isEqualTo("0");
    assertThat(Grid.spelling(1e-12)).isEqualTo("1E-12");
    assertThat(Grid.spelling(1.5e20)).isEqualTo("1.5E20");
    for (double value : new double[] {1e7, 123456789, 1e-3, Math.PI, Double.MAX_VALUE}) {
      assertThat(Grid.parse(Grid.spelling(value)).get(0)).isEqualTo(value);
    }
  }

  @Test
  void logGridHasExactEndsAndNumpysValuesBetween() {
    double[] values = Grid.parse("logspace:1e-2:1e2:50").values();
    assertThat(values).hasSize(50).isSorted();
    assertThat(values[0]).isEqualTo(0.01);
    assertThat(values[1]).isEqualTo(0.012067926406393288);
    assertThat(values[34]).isEqualTo(5.963623316594643);
    assertThat(values[49]).isEqualTo(100.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-2:1e2:50", "1e-4:1e4:61", "0.3:7:13"})
  void logGridIsTheGridOfTheLibrary(String range) {
    String[] parts = range.split(":", -1);
    assertThat(Grid.parse("logspace:" + range).values())
        .containsExactly(
            LambdaGrid.logSpaced(
                    LambdaScale.MEAN,
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Integer.parseInt(parts[2]))
                .values());
  }

  @Test
  void aGridOfOnePointIsItsStart() {
    assertThat(Grid.parse("3:3:1").values()).containsExactly(3);
    assertThat(Grid.parse("3:4:1").values()).containsExactly(3);
    assertThat(Grid.parse("logspace:2:8:1").values()).containsExactly(2);
  }

  @Test
  void equalStartAndEndRepeat() {
    assertThat(Grid.parse("2:2:3").values()).containsExactly(2, 2, 2);
    assertThat(Grid.parse("logspace:2:2:3").values()).containsExactly(2, 2, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "1,",
        ",1",
        "1,,2",
        "x",
        "1;2",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "0x1p3",
        "1d",
        "1f",
        "1:2",
        "1:2:",
        ":1:2",
        "1:2:3:4",
        "2:1:3",
        "1:2:0",
        "1:2:-1",
        "1:2:2.5",
        "1:2:x",
        "1:2:1000001",
        "1:2:99999999999999999999",
        "1:NaN:3",
        "1,2:3",
        "logspace:",
        "logspace:1:2",
        "logspace:0:1:3",
        "logspace:-1:1:3",
        "logspace:2:1:3",
        "logspace:1:Infinity:3",
        "logspace:1,2",
        "LOGSPACE:1:2:3",
        "-1.7e308:1.7e308:3",
        "1 2",
        "--",
        "1e",
        "."
      })
  void refusesWhatIsNoGrid(String text) {
    assertThatThrownBy(() -> Grid.parse(text)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void refusesNegativePenalties() {
    Grid.Penalties penalties = new Grid.Penalties();
    assertThat(penalties.convert("0,1").values()).containsExactly(0, 1);
    assertThatThrownBy(() -> penalties.convert("1,-0.1"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("penalties >= 0");
  }

  @Test
  void spellsEqualGridsAlike() {
    assertThat(Grid.parse("1e-2")).hasToString("0.01");
    assertThat(Grid.parse("1, 2")).hasToString("1,2").isEqualTo(Grid.parse("1.0,2"));
    assertThat(Grid.parse("0:1:3")).hasToString("0:1:3").isEqualTo(Grid.parse("0,.5,1"));
    assertThat(Grid.parse("-0")).hasToString("0").isEqualTo(Grid.parse("0"));
    assertThat(Grid.parse("logspace:1e-2:1e2:50")).hasToString("logspace:0.01:100:50");
  }

  @Test
  void checksNameTheOptionAndTheValue() {
    Grid grid = Grid.parse("3,0,-1");
    assertThatThrownBy(() -> grid.requireAbove("--gamma", 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--gamma", "3,0,-1", "> 0");
    assertThatThrownBy(() -> grid.requireAtLeast("--gamma", 0)).hasMessageContaining("-1)");
    assertThatThrownBy(() -> Grid.parse("10.5").requireCounts("--dimension"))
        .hasMessageContaining("whole numbers");
    assertThat(Grid.parse("10,1e3").requireCounts("--dimension")).containsExactly(10, 1000);
    assertThat(grid.requireAtLeast("--gamma", -1)).isSameAs(grid);
  }

  @Test
  void handsOutCopies() {
    Grid grid = Grid.parse("1,2");
    grid.values()[0] = 7;
    assertThat(grid.get(0)).isEqualTo(1);
    assertThat(grid.size()).isEqualTo(2);
  }
}
