// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixBatchTest {
  @Test
  void errorsNameTheValues() {
    assertThatThrownBy(() -> MatrixBatch.of(new double[99], 0, 5, 2, 3, 0, 1, Order.COLUMN_MAJOR))
        .hasMessage("leadingDimension must be >= rows: leadingDimension=3, rows=5");
    assertThatThrownBy(() -> MatrixBatch.of(new double[9], 0, 5, 2, 5, 0, 1, Order.COLUMN_MAJOR))
        .hasMessageContaining("length=9, needed=10");
    assertThatThrownBy(() -> MatrixBatch.size(1 << 20, 1 << 20, 1))
        .hasMessageContaining("rows=1048576");
    assertThatThrownBy(() -> Matrix.ofRows(new double[][] {{1, 2}, {3}}))
        .hasMessage("rows must have the same length: row 0 has 2, row 1 has 1");
  }

  @Test
  void bothOrdersReadTheSameElements() {
    double[] data = {1, 2, 3, 4, 5, 6};
    Matrix rows = Matrix.ofRowMajor(data, 2, 3);
    Matrix columns = Matrix.ofColumnMajor(data, 2, 3);
    assertThat(rows.get(1, 0)).isEqualTo(4);
    assertThat(columns.get(1, 0)).isEqualTo(2);
    assertThat(rows.asBatch().asStored().get(0, 0, 1)).isEqualTo(4);
    assertThat(rows.asBatch().transpose()).isEqualTo(Transpose.YES);
  }

  @Test
  void aStrideOfZeroSharesOneMatrix() {
    MatrixBatch shared =
        MatrixBatch.of(new double[] {1, 2, 3, 4}, 0, 2, 2, 2, 0, 5, Order.COLUMN_MAJOR);
    assertThat(shared.get(4, 1, 1)).isEqualTo(4);
    assertThat(shared.slice(3, 2).count()).isEqualTo(2);
  }

  @Test
  void namesTheFirstElementThatIsNotFinite() {
    double[] data = new double[12];
    data[7] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> MatrixBatch.ofRowMajor(data, 2, 3, 2).requireFinite("x"))
        .hasMessage("x must be finite: Infinity at row 0, column 1, item 1");
  }
}
