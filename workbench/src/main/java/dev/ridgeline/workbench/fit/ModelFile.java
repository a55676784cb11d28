// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model with what predicting from a table needs: the file of {@link LinearModel} with the fields
 * {@code inputs} (columns of the table), {@code preprocess}, {@code expand} and {@code range}
 * added, so that the library reads it too.
 *
 * @param model on the features, with names of its responses
 * @param inputs columns that the features are made of
 * @param expansion how
 * @param range of the rows that it was trained on, if it is known
 */
record ModelFile(
    LinearModel model, List<String> inputs, Expansion expansion, Optional<CalibratedRange> range) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  String toJson() {
    try {
      ObjectNode node = (ObjectNode) MAPPER.readTree(model.toJson());
      ArrayNode names = node.putArray("inputs");
      inputs.forEach(names::add);
      expansion.write(node);
      range.ifPresent(known -> known.write(node));
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException when it cannot be read or is no model
   */
  static ModelFile read(String option, Path file) {
    String accepted = "a model.json that this version's path or transfer wrote";
    try {
      String text = Files.readString(file);
      LinearModel model = LinearModel.ofJson(text);
      JsonNode node = MAPPER.readTree(text);
      List<String> inputs = inputs(node, model);
      Expansion expansion = Expansion.read(node, inputs);
      requireFit(expansion, inputs, model);
      return new ModelFile(model, inputs, expansion, CalibratedRange.read(node, model.features()));
    } catch (IOException unreadable) {
      String why = Files.isDirectory(file) ? "it is a folder" : "it cannot be read";
      throw new BadInputException(option, file, accepted + "; " + why);
    } catch (IllegalArgumentException notOne) {
      throw new BadInputException(option, file, accepted + "; " + notOne.getMessage());
    }
  }

  /** The columns that a file names; those of a file of the library are its features. */
  private static List<String> inputs(JsonNode node, LinearModel model) {
    JsonNode list = node.path("inputs");
    if (list.isMissingNode()) {
      return model.names();
    }
    Set<String> inputs = new LinkedHashSet<>();
    for (JsonNode name : list) {
      if (!name.isTextual() || !inputs.add(name.asText())) {
        throw new IllegalArgumentException("its inputs are not texts, each of them once");
      }
    }
    if (!list.isArray() || inputs.isEmpty()) {
      throw new IllegalArgumentException("its inputs are not a list of columns");
    }
    return List.copyOf(inputs);
  }

  private static void requireFit(Expansion expansion, List<String> inputs, LinearModel model) {
    if (expansion.size(inputs) != model.features()) { // names of billions would not fit
      throw new IllegalArgumentException("its inputs do not make as many features as it has");
    }
    List<String> made = expansion.names(inputs);
    for (int j = 0; j < model.names().size(); j++) {
      if (!made.get(j).equals(model.names().get(j))) {
        throw new IllegalArgumentException(
            "its inputs make a feature '"
                + made.get(j)
                + "' where it has '"
                + model.names().get(j)
                + "'");
      }
    }
  }
}
