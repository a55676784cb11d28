// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas in docs describe what commands write, field for field. */
class SchemaTest {
  private static final Path SCHEMAS = Path.of("../docs/schemas");

  @TempDir private Path folder;

  @BeforeEach
  void tables() throws IOException {
    Files.writeString(folder.resolve("source.csv"), CommandRun.table(1, 60, 1, 0.3));
    Files.writeString(folder.resolve("other.csv"), CommandRun.table(2, 50, 1, 0.3));
    Files.writeString(folder.resolve("target.csv"), CommandRun.table(3, 25, 1, 0.3));
    Files.writeString(folder.resolve("next.csv"), CommandRun.table(4, 30, 1, 0.3));
    StringBuilder groups = new StringBuilder("kind,size,y\n");
    for (int i = 0; i < 60; i++) {
      groups.append("abc".charAt(i % 3)).append(',');
      groups.append(i % 7 == 0 ? "" : i % 5).append(',').append(2 * (i % 5) + i % 4).append('\n');
    }
    Files.writeString(folder.resolve("groups.csv"), groups);
    Files.writeString(folder.resolve("prior.csv"), "feature,one,two\na,1,2\nb,-2,1\nc,.5,0\n");
  }

  private static JsonNode schema(String name) throws IOException {
    return CommandRun.json(SCHEMAS.resolve(name + ".schema.json"));
  }

  private Path run(String line) {
    Path out = folder.resolve("out");
    List<String> args = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      args.add(word.replace("@", folder + "/"));
    }
    args.addAll(List.of("--no-report", "--quiet", "--overwrite", "--out", out.toString()));
    CommandRun.of(args.toArray(String[]::new)).succeeded();
    return out;
  }

  private static void valid(String name, Path file) throws IOException {
    JsonNode schema = schema(name);
    JsonNode document = CommandRun.json(file);
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    assertThat(compiled.validate(document)).as(file.toString()).isEmpty();
    assertThat(undocumented("", document, schema, schema)).as(file.toString()).isEmpty();
  }

  /** Fields that a document has and its schema does not describe. */
  private static Set<String> undocumented(
      String path, JsonNode node, JsonNode schema, JsonNode root) {
    JsonNode at = schema;
    if (at.has("$ref")) {
      at = root.at(at.get("$ref").asText().substring(1));
    }
    Set<String> unknown = new TreeSet<>();
    if (node.isArray() && at.has("items")) {
      for (JsonNode item : node) {
        unknown.addAll(undocumented(path + "[]", item, at.get("items"), root));
      }
    }
    if (node.isObject() && !at.path("additionalProperties").isObject()) {
      JsonNode flat = at.has("else") ? root.at("/$defs/target") : at;
      for (var field : node.properties()) {
        JsonNode own = at.path("properties").path(field.getKey());
        JsonNode described =
            own.isMissingNode() ? flat.path("properties").path(field.getKey()) : own;
        String name = path + "/" + field.getKey();
        if (described.isMissingNode()) {
          unknown.add(name);
        } else {
          unknown.addAll(undocumented(name, field.getValue(), described, root));
        }
      }
    }
    return unknown;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path --data @source.csv --response y",
        "path --data @source.csv --response y,d --expand rff:6 --folds 5 --all-coefficients",
        "path --data @source.csv --response y --penalties 1e5 --preprocess snv --scale sum",
        "path --data @groups.csv --response y --categorical kind --missing mean",
      })
  void filesOfPathAreAsTheSchemasSay(String line) throws IOException {
    Path out = run(line);
    valid("path", out.resolve("path.json"));
    valid("model", out.resolve("model.json"));
    valid("manifest", out.resolve("manifest.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path --data @groups.csv --response y --group-by kind --missing drop-rows",
        "path --data @groups.csv --response y --group-by kind --missing drop-rows --pool",
        "path --data @source.csv --response y,d --group-by c --pool",
      })
  void filesOfGroupsAreAsTheSchemasSay(String line) throws IOException {
    Path out = run(line);
    valid("path-groups", out.resolve("path.json"));
    valid("manifest", out.resolve("manifest.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer --source @source.csv --target @target.csv --response y --target-rows 20",
        "transfer --source @source.csv --target @target.csv --response y --test @next.csv",
        "transfer --source @source.csv,@other.csv --target @target.csv,@next.csv --response y",
        "transfer --prior @prior.csv --target @target.csv --response y --choice rescaled",
        "transfer --source @source.csv --target @source.csv --response y --penalties 0,1",
        "transfer --source @source.csv --target @target.csv --response y --folds 3",
      })
  void filesOfTransferAreAsTheSchemasSay(String line) throws IOException {
    Path out = run(line);
    valid("recommendation", out.resolve("recommendation.json"));
    valid("manifest", out.resolve("manifest.json"));
    boolean several = Files.exists(out.resolve("model_1.json"));
    valid("model", out.resolve(several ? "model_2.json" : "model.json"));
  }

  @Test
  void theManifestOfAStudyIsAsTheSchemaSays() throws IOException {
    Files.copy(folder.resolve("source.csv"), folder.resolve("twin.csv"));
    Path out =
        run(
            "calibration --instruments @source.csv,@twin.csv --response y --standards 3"
                + " --repeats 1");
    valid("manifest", out.resolve("manifest.json"));
  }

  @Test
  void aSchemaRefusesWhatItDoesNotDescribe() throws IOException {
    JsonSchema path =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema("path"));
    Path out = run("path --data @source.csv --response y");
    String text = Files.readString(out.resolve("path.json"));
    for (String bad : List.of("\"scale\" : \"none\"", "\"scales\" : \"mean\"")) {
      Path file = folder.resolve("bad.json");
      Files.writeString(file, text.replace("\"scale\" : \"mean\"", bad));
      assertThat(path.validate(CommandRun.json(file))).isNotEmpty();
    }
  }
}
