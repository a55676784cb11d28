// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final SparseInputs SPARSE =
      new SparseInputs(3, 4, new int[] {0, 2, 2, 3}, new int[] {0, 3, 1}, new float[] {1, 2, 3});

  @Test
  void chosenRowsComeInTheOrderAskedFor() {
    int[] rows = {2, 0, 2};
    DenseInputs dense = SPARSE.toDense();
    assertThat(dense.values()).containsExactly(1, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0);
    assertThat(dense.select(rows).values()).containsExactly(0, 3, 0, 0, 1, 0, 0, 2, 0, 3, 0, 0);
    assertThat(SPARSE.select(rows).toDense().values()).isEqualTo(dense.select(rows).values());
    Examples chosen = new Examples(SPARSE, new int[] {4, 5, 6}, 7).select(rows);
    assertThat(chosen.labels()).containsExactly(6, 4, 6);
    assertThat(chosen.size()).isEqualTo(3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> dense.select(new int[] {3}));
  }

  @Test
  void shapesThatDisagreeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseInputs(new float[5], 2, 3))
        .withMessage(
            "values must hold rows x features numbers: values.length=5, rows=2, features=3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseInputs(1, 3, new int[] {0, 2}, new int[] {1, 1}, new float[2]))
        .withMessageContaining("columns must ascend within a row");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseInputs(1, 3, new int[] {0, 1}, new int[] {3}, new float[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseInputs(2, 3, new int[] {0, 2, 1}, new int[] {1}, new float[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Examples(SPARSE, new int[] {0, 1}, 2))
        .withMessage("there must be one label per row: labels.length=2, rows=3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Examples(SPARSE, new int[] {0, 1, 2}, 2))
        .withMessage("labels must lie from 0 to classes - 1: labels[2]=2, classes=2");
  }
}
