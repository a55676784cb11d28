// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model files are read, and how the others are refused. */
class ModelFileTest {
  private static final String SOUND =
      "{\"format\":\"ridgeline-linear-model\",\"version\":2,\"features\":[\"a\",\"b\"],"
          + "\"responses\":[\"y\"],\"coefficients\":[[1,2]],\"intercepts\":[3],"
          + "\"inputs\":[\"a\",\"b\"],\"preprocess\":\"none\",\"expand\":\"none\"}";

  @TempDir private Path folder;

  private ModelFile read(String text) throws IOException {
    return ModelFile.read("--model", Files.writeString(folder.resolve("model.json"), text));
  }

  @Test
  void readsVersion2AndVersion1AndFilesOfTheLibrary() throws IOException {
    assertThat(read(SOUND + "\n \n").inputs()).containsExactly("a", "b");
    assertThat(
            read("{\"format\":\"ridgeline-linear-model\",\"version\":1,\"features\":[\"a\",\"b\"],"
                    + "\"coefficients\":[1,2],\"intercept\":3}")
                .inputs())
        .containsExactly("a", "b");
    assertThat(
            read(SOUND
                    .replace("\"none\"}", "\"poly2\"}")
                    .replace("\"features\":[\"a\",\"b\"]", "\"features\":[]")
                    .replace("[[1,2]]", "[[1,2,3,4,5]]"))
                .model()
                .features())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "}$|} trailing|text after its object",
        "}$|}{}|text after its object",
        "\"version\":2|\"version\":1.9|version is 1.9",
        "\"version\":2|\"version\":2,\"version\":2|Duplicate field 'version'",
        "\"intercepts\":\\[3]|\"intercepts\":[3],\"intercepts\":[4]|Duplicate field 'intercepts'",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[\"b\",\"a\"]|inputs make a feature 'b'",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[\"a\",\"c\"]|inputs make a feature 'c'",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[\"a\"]|as many features",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[\"a\",\"a\"]|each of them once",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[1,2]|not texts",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":{}|not a list",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":null|not a list",
        "\"inputs\":.\"a\",\"b\".|\"inputs\":[]|not a list",
      })
  void refusesWhatIsNoModel(String part, String other, String words) {
    String text = SOUND.replaceFirst(part, other);
    assertThat(text).isNotEqualTo(SOUND);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("--model '" + folder.resolve("model.json") + "' is not accepted")
        .hasMessageContaining(words);
  }
}
