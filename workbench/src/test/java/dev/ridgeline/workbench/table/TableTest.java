// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Table table() {
    return Table.of(
        "data.csv",
        List.of("a", "b", "c"),
        3,
        new double[][] {{1, 2, 3}, {4, 5, 6, Double.NaN}, {7, 8, 9}});
  }

  @Test
  void holdsNamedColumns() {
    Table table = table();
    assertThat(table.source()).isEqualTo("data.csv");
    assertThat(table.names()).containsExactly("a", "b", "c");
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.has("b")).isTrue();
    assertThat(table.has("B")).isFalse();
    assertThat(table.column("b")).containsExactly(4, 5, 6);
  }

  @Test
  void handsOutCopies() {
    Table table = table();
    table.column("a")[0] = 42;
    assertThat(table.column("a")).containsExactly(1, 2, 3);
    double[][] columns = {{1}};
    Table own = Table.of("x", List.of("a"), 1, columns);
    columns[0] = new double[] {2};
    assertThat(own.column("a")).containsExactly(1);
  }

  @Test
  void featuresAreAMatrixInTheOrderAskedFor() {
    Matrix matrix = table().features(List.of("c", "a"));
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(2);
    for (int row = 0; row < 3; row++) {
      assertThat(matrix.get(row, 0)).isEqualTo(7 + row);
      assertThat(matrix.get(row, 1)).isEqualTo(1 + row);
    }
    assertThat(table().features(List.of()).columns()).isZero();
  }

  @Test
  void selectsRowsInTheOrderAskedFor() {
    Table selected = table().select(new int[] {2, 0, 2, 1});
    assertThat(selected.rows()).isEqualTo(4);
    assertThat(selected.column("b")).containsExactly(6, 4, 6, 5);
    assertThat(selected.names()).containsExactly("a", "b", "c");
    assertThat(table().select(new int[0]).rows()).isZero();
    assertThatThrownBy(() -> table().select(new int[] {3}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void saysWhichColumnsThereAre() {
    assertThatThrownBy(() -> table().column("d"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("data.csv has no column d: it has a, b, c");
    assertThatThrownBy(() -> table().features(List.of("a", "")))
        .isInstanceOf(BadInputException.class)
        .hasMessage("data.csv has no column : it has a, b, c");
  }

  @Test
  void listsOfManyColumnsStayShort() {
    List<String> names = IntStream.range(0, 1000).mapToObj(i -> "column-" + i).toList();
    Table table = Table.of("wide.csv", names, 0, new double[1000][0]);
    assertThatThrownBy(() -> table.column("x"))
        .hasMessage(
            "wide.csv has no column x: it has column-0, column-1, column-2, column-3, column-4,"
                + " column-5, column-6, column-7, column-8, ... (1000 columns)");
  }

  @Test
  void refusesAMatrixLargerThanAnArray() {
    List<String> names = Collections.nCopies(3000, "a");
    Table table = Table.of("long.csv", List.of("a"), 1_000_000, new double[1][1_000_000]);
    assertThatThrownBy(() -> table.features(names))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "long.csv is too large for one matrix: 1000000 rows of 3000 columns are more than"
                + " 2147483639 values; name fewer columns with --features");
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> Table.of("x", List.of("a"), 1, new double[2][1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names=1, columns=2");
    assertThatThrownBy(() -> Table.of("x", List.of("a"), 2, new double[1][1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows=2, column 0 has 1");
    assertThatThrownBy(() -> Table.of("x", List.of("a", "a"), 1, new double[2][1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("named a");
  }
}
