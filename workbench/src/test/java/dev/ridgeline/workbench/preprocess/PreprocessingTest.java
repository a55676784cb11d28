// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
  private static final double[] ROW = {1, 4, 2, 8, 5, 7, 1, 3, 9};

  private static void changes(String how, double[] row, double... expected) {
    double[] other = row.clone();
    other[0] = 100;
    Matrix changed =
        Preprocessing.parse(how).apply("table.csv", Matrix.ofRows(new double[][] {other, row}));
    for (int j = 0; j < expected.length; j++) {
      assertThat(changed.get(1, j)).as("column %d", j).isCloseTo(expected[j], within(1e-12));
    }
  }

  /** SciPy 1.17, {@code savgol_filter(row, window, order, deriv=derivative, mode="interp")}. */
  @Test
  void savitzkyGolayIsThatOfScipy() {
    changes(
        "sg:5,2,0",
        ROW,
        1.02857142857143,
        3.08571428571428,
        4.57142857142857,
        5.34285714285714,
        7.31428571428571,
        4.51428571428571,
        2.71428571428571,
        4.25714285714285,
        8.08571428571429);
    changes(
        "sg:5,2,1",
        ROW,
        2.34285714285714,
        1.77142857142857,
        1.2,
        0.9,
        -0.3,
        -1.4,
        0.4,
        2.68571428571429,
        4.97142857142857);
    changes(
        "sg:7,3,2",
        ROW,
        1.97619047619048,
        0.97619047619048,
        -0.02380952380952,
        -1.02380952380952,
        -0.71428571428571,
        0.21428571428571,
        2.88095238095238,
        5.54761904761905,
        8.21428571428571);
  }

  @Test
  void aPolynomialIsItsOwnFitAndDerivedExactlyUpToTheEnds() {
    double[] cubic = new double[30];
    double[] second = new double[30];
    for (int j = 0; j < cubic.length; j++) {
      cubic[j] = 2 - j + 0.5 * j * j - 0.01 * j * j * j;
      second[j] = 1 - 0.06 * j;
    }
    changes("sg:11,3,0", cubic, cubic);
    changes("sg:11,3,2", cubic, second);
  }

  /** NumPy, {@code (row - row.mean()) / row.std(ddof=1)}. */
  @Test
  void standardNormalVariateHasDdofOne() {
    changes(
        "snv",
        new double[] {1, 4, 2, 8, 5},
        -1.0954451150103321,
        0,
        -0.7302967433402214,
        1.4605934866804429,
        0.3651483716701107);
  }

  @Test
  void whatIsReadIsWritten() {
    for (String how : new String[] {"none", "snv", "sg:15,2,1"}) {
      assertThat(Preprocessing.parse(how)).hasToString(how);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SNV",
        "sg",
        "sg:4,2,1",
        "sg:5,5,0",
        "sg:5,2,3",
        "sg:1,0,0",
        "sg:5,2",
        "sg:-5,2,1"
      })
  void whatMakesNoSenseIsRefused(String text) {
    assertThatThrownBy(() -> Preprocessing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(Preprocessing.ACCEPTED);
  }

  @Test
  void aRowWithoutSpreadAndAWindowWiderThanTheTableAreRefused() {
    Matrix flat = Matrix.ofRows(new double[][] {{1, 2, 3}, {0.1, 0.1, 0.1}});
    assertThatThrownBy(() -> Preprocessing.parse("snv").apply("table.csv", flat))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("table.csv data row 2", "remove the row");
    assertThatThrownBy(() -> Preprocessing.parse("sg:5,2,0").apply("table.csv", flat))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--preprocess", "at most the 3 features");
  }
}
