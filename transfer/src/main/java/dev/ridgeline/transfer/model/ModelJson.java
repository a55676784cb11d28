// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes and reads the file of a {@link LinearModel}. */
final class ModelJson {
  private static final String FORMAT = "ridgeline-linear-model";
  private static final int ONE_RESPONSE = 1;
  private static final int VERSION = 2;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ModelJson() {}

  static void write(LinearModel model, Writer to) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(to)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeNumberField("version", VERSION);
      writeNames(json, "features", model.names());
      writeNames(json, "responses", model.responseNames());
      json.writeArrayFieldStart("coefficients");
      Matrix b = model.coefficientMatrix();
      for (int t = 0; t < model.responses(); t++) {
        json.writeArray(b.column(t), 0, b.rows());
      }
      json.writeEndArray();
      json.writeFieldName("intercepts");
      json.writeArray(model.intercepts(), 0, model.responses());
      if (model.hasIntervals()) {
        SpreadJson.write(json, model.spreads());
      }
      json.writeEndObject();
    }
    to.write("\n");
  }

  private static void writeNames(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  /** What was read of a file so far. */
  private static final class Fields {
    String format = "";
    String version = "missing";
    List<String> features = List.of();
    List<String> responses = List.of();
    // version 1: one list of numbers and one number
    double[] only;
    double[] onlyIntercept;
    // version 2: a list per response and a list
    List<double[]> coefficients;
    double[] intercepts;
    List<PredictionSpread> spreads = List.of();
  }

  /** Reads one object, and nothing behind it but white space. */
  static LinearModel read(Reader from) throws IOException {
    Fields fields = new Fields();
    try (JsonParser json = JSON.createParser(from)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        read(json, field, fields);
      }
      requireEnd(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a model: " + firstLine(e), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a model: its text is not UTF-8", e);
    }
    return model(fields);
  }

  private static void read(JsonParser json, String field, Fields fields) throws IOException {
    switch (field) {
      case "format" -> {
        require(json.hasToken(JsonToken.VALUE_STRING), "its format is not a text");
        fields.format = json.getText();
      }
      case "version" -> {
        fields.version = json.getText();
        json.skipChildren();
      }
      case "intercept" -> fields.onlyIntercept = new double[] {number(json, "its intercept")};
      case "intercepts" -> {
        requireArray(json, field);
        fields.intercepts = numbers(json, json.nextToken(), "intercept");
      }
      case "coefficients" -> coefficients(json, fields);
      case "spreads" -> {
        requireArray(json, field);
        fields.spreads = SpreadJson.read(json);
      }
      case "features" -> fields.features = names(json, field);
      case "responses" -> fields.responses = names(json, field);
      default -> json.skipChildren();
    }
  }

  private static void requireEnd(JsonParser json) throws IOException {
    boolean end;
    try {
      end = json.nextToken() == null;
    } catch (JsonProcessingException text) {
      end = false;
    }
    require(end, "there is text after its object");
  }

  private static LinearModel model(Fields fields) {
    require(fields.format.equals(FORMAT), "its format is not " + FORMAT);
    boolean one = fields.version.equals(Integer.toString(ONE_RESPONSE));
    require(
        one || fields.version.equals(Integer.toString(VERSION)),
        "its version is " + fields.version + ", and this reads versions 1 and " + VERSION);
    List<double[]> coefficients = fields.coefficients;
    if (one) {
      coefficients = fields.only == null ? null : List.of(fields.only);
    }
    double[] intercepts = one ? fields.onlyIntercept : fields.intercepts;
    require(
        coefficients != null,
        "it has no coefficients: version "
            + fields.version
            + (one ? " has a list of numbers" : " has a list of numbers per response"));
    require(intercepts != null, "it has no " + (one ? "intercept" : "intercepts"));
    return model(coefficients, intercepts, fields);
  }

  private static LinearModel model(
      List<double[]> coefficients, double[] intercepts, Fields fields) {
    int t = coefficients.size();
    require(t >= 1, "it has no response");
    require(
        intercepts.length == t,
        "it has coefficients of " + t + " responses and " + intercepts.length + " intercepts");
    int p = coefficients.getFirst().length;
    double[] all = new double[MatrixBatch.size(p, t, 1)];
    for (int c = 0; c < t; c++) {
      double[] own = coefficients.get(c);
      require(
          own.length == p,
          "response " + c + " has " + own.length + " coefficients, and response 0 has " + p);
      System.arraycopy(own, 0, all, c * p, p);
    }
    requireNames("features", fields.features, p);
    requireNames("responses", fields.responses, t);
    require(
        fields.spreads.isEmpty()
            || (fields.spreads.size() == t && fields.spreads.stream().allMatch(s -> s.fits(p))),
        "its spreads are not one per response, of as many features as it has");
    return new LinearModel(all, intercepts, fields.features, fields.responses, fields.spreads);
  }

  private static void requireNames(String field, List<String> names, int count) {
    require(
        names.isEmpty() || names.size() == count,
        "it names " + names.size() + " " + field + " and has " + count);
  }

  private static List<String> names(JsonParser json, String field) throws IOException {
    requireArray(json, field);
    List<String> names = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.hasToken(JsonToken.VALUE_STRING), field + " are not all texts");
      names.add(json.getText());
    }
    return names;
  }

  /** A list of numbers (version 1), or one per response. */
  private static void coefficients(JsonParser json, Fields fields) throws IOException {
    requireArray(json, "coefficients");
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_ARRAY) {
      fields.only = numbers(json, first, "coefficient");
      return;
    }
    fields.coefficients = new ArrayList<>();
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      require(token == JsonToken.START_ARRAY, "coefficients are not a list per response");
      fields.coefficients.add(numbers(json, json.nextToken(), "coefficient"));
    }
  }

  /** The numbers of a list whose first token has been read. */
  static double[] numbers(JsonParser json, JsonToken first, String what) throws IOException {
    double[] numbers = new double[16];
    int count = 0;
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count] = number(json, what + " " + count);
      count++;
    }
    return Arrays.copyOf(numbers, count);
  }

  static double number(JsonParser json, String what) throws IOException {
    require(json.currentToken().isNumeric(), what + " is not a number");
    double value = json.getDoubleValue();
    require(Double.isFinite(value), what + " is not finite");
    return value;
  }

  static void requireArray(JsonParser json, String field) {
    require(json.isExpectedStartArrayToken(), field + " is not a list");
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("not a model: " + otherwise);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    // what stands behind is the parser's own place, without a text to find it in
    String told = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return told.replaceAll("\\s*\\((start marker at )?\\[Source.*", "");
  }
}
