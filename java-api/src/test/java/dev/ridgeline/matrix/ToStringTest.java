// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public type says what it is in a log or a debugger. */
class ToStringTest {
  static Stream<Arguments> values() {
    return Stream.of(
        arguments(Matrix.ofColumnMajor(new double[6], 2, 3), "Matrix[2 x 3, COLUMN_MAJOR]"),
        arguments(Matrix.ofRows(new double[5][4]), "Matrix[5 x 4, ROW_MAJOR]"),
        arguments(
            MatrixBatch.ofRowMajor(new double[24], 2, 3, 4), "MatrixBatch[4 x (2 x 3), ROW_MAJOR]"),
        arguments(Order.ROW_MAJOR, "ROW_MAJOR"),
        arguments(Side.DUAL, "DUAL"),
        arguments(Transpose.NO, "NO"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueSaysWhatItIs(Object value, String text) {
    assertThat(value).hasToString(text);
  }
}
