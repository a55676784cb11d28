// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearModelTest {
  private static final LinearModel MODEL =
      new LinearModel(new double[] {0.1, -1e-300, 4.9e-324}, 1.0 / 3)
          .named(List.of("a", "\u00e4 \"b\"", "c,d"));

  @Test
  void aModelComesBackAsItWas(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.json");
    MODEL.save(file);
    assertThat(LinearModel.load(file)).isEqualTo(MODEL);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(LinearModel.ofJson(new LinearModel(new double[0], 2).toJson()).intercept())
        .isEqualTo(2);
  }

  @Test
  void fieldsOfOthersArePassedOver() {
    String text = MODEL.toJson().replaceFirst("\\{", "{\"extra\": {\"deep\": [1, {}]},");
    assertThat(LinearModel.ofJson(text)).isEqualTo(MODEL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1]|it is not a JSON object",
        "{}|its format is not ridgeline-linear-model",
        "{\"format\":\"ridgeline-linear-model\",\"version\":2}|its version is 2",
        "{\"format\":\"ridgeline-linear-model\",\"version\":1}|it has no coefficients",
        "{\"format\":\"ridgeline-linear-model\",\"version\":1,\"coefficients\":[1]}|it has no"
            + " intercept",
        "{\"format\":\"ridgeline-linear-model\",\"version\":1,\"coefficients\":[1],\"intercept\":0,"
            + "\"features\":[\"a\",\"b\"]}|it has another number of features",
        "{\"format\":|Unexpected end-of-input",
      })
  void whatIsNoModelIsRefused(String text, String reason) {
    assertThatThrownBy(() -> LinearModel.ofJson(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a model: ")
        .hasMessageContaining(reason);
  }

  @Test
  void predictionsAddUpFeaturesAndIntercept() {
    LinearModel model = new LinearModel(new double[] {2, -1}, 0.5);
    assertThat(model.predict(Matrix.ofRows(new double[][] {{1, 1}, {0, 3}})))
        .containsExactly(1.5, -2.5);
    assertThatThrownBy(() -> model.predict(Matrix.ofRows(new double[][] {{1}})))
        .hasMessage("the model has 2 features, and x has 1 columns");
  }
}
