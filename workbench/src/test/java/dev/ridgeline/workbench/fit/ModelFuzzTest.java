// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Mutations;
import dev.ridgeline.workbench.table.TestSeed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged models: refused in one line, or read to the coefficients that stand in the file. */
class ModelFuzzTest {
  private static final String[] TOKENS = {
    "\"coefficients\"",
    "\"version\": 1",
    "\"version\": 2",
    "\"inputs\": [\"a\"]",
    "\"range\": {}",
    "\"preprocess\": \"snv\"",
    "\"expand\": \"poly2\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "null",
    "true",
    "1e999",
    "NaN",
    "-0",
    "1E-400",
    "\"\"",
    "\\u0000",
    "{}",
    "[]",
    "\"spreads\": []",
    "\"features\"",
    "\"a\"",
    "99999999999999999999",
    "[[[[[["
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  @Timeout(1800)
  void readsOrRefusesDamagedModels() throws IOException {
    long seed = TestSeed.get(0x15e2);
    int accepted = 0;
    int count = Mutations.count(10);
    Path file = folder.resolve("model.json");
    for (int trial = 0; trial < count; trial++) {
      SplittableRandom random = new SplittableRandom(seed + trial);
      Files.write(file, Mutations.of(model(random), TOKENS, random));
      String what = "trial " + trial + ", -Dtests.seed=" + (seed + trial);
      ModelFile model;
      try {
        model = ModelFile.read("--model", file);
      } catch (BadInputException refused) {
        assertThat(refused.getMessage()).as(what).startsWith("--model ").doesNotContain("\n");
        continue;
      }
      accepted++;
      JsonNode coefficients = MAPPER.readTree(file.toFile()).get("coefficients");
      for (int t = 0; t < model.model().responses(); t++) {
        JsonNode own = coefficients.get(0).isArray() ? coefficients.get(t) : coefficients;
        for (int j = 0; j < own.size(); j++) {
          assertThat(model.model().coefficientMatrix().get(j, t))
              .as(what)
              .isEqualTo(new BigDecimal(own.get(j).asText()).doubleValue());
        }
      }
    }
    assertThat(accepted).as("of %d, -Dtests.seed=%d", count, seed).isGreaterThan(count / 10);
  }

  private static byte[] model(SplittableRandom random) {
    boolean first = random.nextInt(4) == 0;
    String numbers = "[" + number(random) + ", " + number(random) + "]";
    String values =
        first
            ? "\"version\": 1, \"intercept\": %s, \"coefficients\": %s".formatted(1.5, numbers)
            : "\"version\": 2, \"intercepts\": [%s], \"coefficients\": [%s]"
                .formatted(number(random), numbers);
    String inputs = random.nextBoolean() ? ", \"inputs\": [\"a\", \"b\"]" : "";
    return ("{\"format\": \"ridgeline-linear-model\", "
            + values
            + ", \"features\": [\"a\", \"b\"], \"responses\": [\"y\"]"
            + inputs
            + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static double number(SplittableRandom random) {
    return random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-20, 20));
  }
}
