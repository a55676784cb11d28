// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  private static final LinearModel SEVERAL =
      new LinearModel(
              Matrix.ofRows(new double[][] {{1, 3}, {-0.5, 1.0 / 3}}), new double[] {0.25, -2})
          .named(List.of("a", "b"))
          .withResponses(List.of("u", "v"));

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

  @Test
  void aModelOfSeveralResponsesComesBackAsItWas(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.json");
    SEVERAL.save(file);

    LinearModel read = LinearModel.load(file);

    assertThat(read).isEqualTo(SEVERAL).hasSameHashCodeAs(SEVERAL);
    assertThat(Files.readString(file)).isEqualTo(SEVERAL.toJson()).endsWith("}\n");
    assertThat(read.response(1))
        .isEqualTo(
            new LinearModel(new double[] {3, 1.0 / 3}, -2)
                .named(List.of("a", "b"))
                .withResponses(List.of("v")));
    assertThat(LinearModel.ofJson(MODEL.toJson())).isNotEqualTo(read);
  }

  @Test
  void aFileOfVersion1HasOneResponse() {
    String text =
        """
        {
          "format" : "ridgeline-linear-model",
          "version" : 1,
          "features" : [ "height", "w" ],
          "coefficients" : [ 0.1, -3.0E-5 ],
          "intercept" : 12.5
        }
        """;
    assertThat(LinearModel.ofJson(text))
        .isEqualTo(new LinearModel(new double[] {0.1, -3e-5}, 12.5).named(List.of("height", "w")));
    String unnamed =
        "{\"format\":\"ridgeline-linear-model\",\"version\":1,\"features\":[],"
            + "\"coefficients\":[],\"intercept\":3}";
    assertThat(LinearModel.ofJson(unnamed)).isEqualTo(new LinearModel(new double[0], 3));
  }

  @Test
  void aFileThatIsNotTextIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> LinearModel.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a model: its text is not UTF-8");
    assertThatThrownBy(() -> LinearModel.load(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** A file of version 1 or 2 with one thing replaced. */
  private static String changed(int version, String what, String by) {
    String text =
        "{\"format\":\"ridgeline-linear-model\",\"version\":"
            + version
            + (version == 1
                ? ",\"coefficients\":[1,2],\"intercept\":0,"
                : ",\"coefficients\":[[1,2],[3,4]],\"intercepts\":[0,5],\"responses\":[\"u\",\"v\"],")
            + "\"features\":[\"a\",\"b\"]}";
    assertThat(LinearModel.ofJson(text).features()).isEqualTo(2);
    assertThat(text).contains(what);
    return text.replace(what, by);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|[{|it is not a JSON object",
        "ridgeline-linear-model|other|its format is not ridgeline-linear-model",
        "~\"ridgeline-linear-model\"~|[]|its format is not a text",
        "~\"version\":V,~|~~|its version is missing",
        "~\"version\":V~|~\"version\":V.9~|its version is V.9, and this reads versions 1 and 2",
        "~\"version\":V~|~\"version\":V.0~|its version is V.0",
        "~\"version\":V~|~\"version\":3~|its version is 3, and this reads versions 1 and 2",
        "~\"version\":V~|~\"version\":[V]~|its version is [",
        "~\"version\":V~|~\"version\":V,\"version\":V~|Duplicate field 'version'",
        "~\"features\"~|~\"x\":{\"y\":1,\"y\":2},\"features\"~|Duplicate field 'y'",
        "~coefficients~|~weights~|it has no coefficients",
        "~\"intercept~|~\"offset~|it has no intercept",
        "~\"coefficients\":[~|~\"coefficients\":3,\"x\":[~|coefficients is not a list",
        "~\"a\",~|~~|it names 1 features and has 2",
        "~\"a\"~|7|features are not all texts",
        "~\"a\"~|~[\"a\"]~|features are not all texts",
        "1,2]|~1,\"2\"]~|coefficient 1 is not a number",
        "1,2]|1,null]|coefficient 1 is not a number",
        "1,2]|1,-1e999]|coefficient 1 is not finite",
        "}|~}{}~|there is text after its object",
        "}|~} x~|there is text after its object",
        "}|~},~|there is text after its object",
        "}|~~|Unexpected end-of-input",
      })
  void whatIsNoModelIsRefused(String what, String by, String reason) {
    for (int version = 1; version <= 2; version++) {
      String v = Integer.toString(version);
      String text = changed(version, what.replace("V", v), by == null ? "" : by.replace("V", v));
      assertThatThrownBy(() -> LinearModel.ofJson(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not a model: ")
          .hasMessageContaining(reason.replace("V", v));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[3,4]|[3]|response 1 has 1 coefficients, and response 0 has 2",
        "~,[3,4]~|~~|it has coefficients of 1 responses and 2 intercepts",
        "~[0,5]~|~[0]~|it has coefficients of 2 responses and 1 intercepts",
        "~[0,5]~|~[0,1e999]~|intercept 1 is not finite",
        "~[0,5]~|5|intercepts is not a list",
        "~\"u\",~|~~|it names 1 responses and has 2",
        "~[3,4]~|3,4|coefficients are not a list per response",
        "~[[1,2],[3,4]]~|[1,2]|it has no coefficients: version 2 has a list of numbers per"
            + " response",
        "~[[1,2],[3,4]]~|[]|it has no coefficients",
        "~\"version\":2~|~\"version\":1~|it has no coefficients: version 1 has a list of numbers",
      })
  void listsOfResponsesMustAgree(String what, String by, String reason) {
    String text = changed(2, what, by == null ? "" : by);
    assertThatThrownBy(() -> LinearModel.ofJson(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a model: " + reason);
  }

  @Test
  void everyResponseIsPredictedAndJudgedByItsOwnModel() {
    Matrix x = Matrix.ofRows(new double[][] {{1, 1}, {0, 3}, {2, 0}});
    Matrix y = Matrix.ofRows(new double[][] {{3, 1}, {5, 0}, {0, 2}});
    Sample sample = Sample.of(x, y).withWeights(new double[] {1, 2, 0});

    Matrix predicted = SEVERAL.predictAll(x);
    double[] losses = SEVERAL.meanSquaredErrors(sample);

    for (int t = 0; t < 2; t++) {
      LinearModel own = SEVERAL.response(t);
      assertThat(predicted.column(t)).containsExactly(own.predict(x));
      double[] e = own.predict(x);
      double loss = (Math.pow(y.get(0, t) - e[0], 2) + 2 * Math.pow(y.get(1, t) - e[1], 2)) / 3;
      assertThat(losses[t]).isCloseTo(loss, within(1e-14 * loss));
      assertThat(own.meanSquaredError(sample.responses(t, 1))).isEqualTo(losses[t]);
    }
    // response 0 is not taken for the one that is meant
    assertThatThrownBy(() -> SEVERAL.response(1).meanSquaredError(sample))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model has 1 responses, and the sample has 2");
    assertThatThrownBy(() -> SEVERAL.meanSquaredError(sample))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SEVERAL.predict(x)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(SEVERAL::coefficients).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(SEVERAL::intercept).isInstanceOf(IllegalStateException.class);
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
