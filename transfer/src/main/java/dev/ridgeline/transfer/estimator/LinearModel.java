// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ridgeline.matrix.Matrix;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * y = c + x b, in the units of the table it was fitted on. Immutable, and safe for use by several
 * threads.
 */
public final class LinearModel {
  private static final String FORMAT = "ridgeline-linear-model";
  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final double[] coefficients;
  private final double intercept;
  private final List<String> names;

  /**
   * A model with unnamed features.
   *
   * @param coefficients b, copied
   * @param intercept c
   */
  public LinearModel(double[] coefficients, double intercept) {
    this(coefficients, intercept, List.of());
  }

  private LinearModel(double[] coefficients, double intercept, List<String> names) {
    this.coefficients = coefficients.clone();
    this.intercept = intercept;
    this.names = names;
  }

  /**
   * Names the features, for the file and for whoever reads it.
   *
   * @param names one per coefficient
   * @return a model with these names
   */
  public LinearModel named(List<String> names) {
    if (names.size() != coefficients.length) {
      throw new IllegalArgumentException(
          "one name per coefficient is needed: coefficients="
              + coefficients.length
              + ", names="
              + names.size());
    }
    return new LinearModel(coefficients, intercept, List.copyOf(names));
  }

  /**
   * The coefficients.
   *
   * @return b, a copy
   */
  public double[] coefficients() {
    return coefficients.clone();
  }

  /**
   * The intercept.
   *
   * @return c
   */
  public double intercept() {
    return intercept;
  }

  /**
   * Names of the features.
   *
   * @return one per coefficient, or none at all
   */
  public List<String> names() {
    return names;
  }

  /**
   * Predicts.
   *
   * @param x m x p
   * @return m numbers
   * @throws IllegalArgumentException when x has another number of columns
   */
  public double[] predict(Matrix x) {
    if (x.columns() != coefficients.length) {
      throw new IllegalArgumentException(
          "the model has "
              + coefficients.length
              + " features, and x has "
              + x.columns()
              + " columns");
    }
    double[] y = new double[x.rows()];
    for (int i = 0; i < y.length; i++) {
      double sum = intercept;
      for (int j = 0; j < coefficients.length; j++) {
        sum += coefficients[j] * x.get(i, j);
      }
      y[i] = sum;
    }
    return y;
  }

  /**
   * Mean squared error on a sample, weighted as that says.
   *
   * @param sample with one response
   * @return sum v (y - prediction)^2 / sum v
   */
  public double meanSquaredError(Sample sample) {
    double[] predicted = predict(sample.x());
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < predicted.length; i++) {
      double e = sample.y().get(i, 0) - predicted[i];
      sum += sample.weight(i) * e * e;
      weight += sample.weight(i);
    }
    return sum / weight;
  }

  /**
   * The model as JSON: {@code format}, {@code version}, {@code features} (names, may be empty),
   * {@code coefficients} and {@code intercept}. Numbers are the shortest that read back the same.
   *
   * @return one object, indented, with a line feed at its end
   */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeNumberField("version", VERSION);
      json.writeArrayFieldStart("features");
      for (String name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeFieldName("coefficients");
      json.writeArray(coefficients, 0, coefficients.length);
      json.writeNumberField("intercept", intercept);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /**
   * Reads what {@link #toJson} wrote; fields that it does not know are passed over.
   *
   * @param text one JSON object
   * @return the model
   * @throws IllegalArgumentException when this is not such a model, saying why
   */
  public static LinearModel ofJson(String text) {
    double[] coefficients = null;
    double intercept = Double.NaN;
    List<String> names = new ArrayList<>();
    String format = "";
    int version = 0;
    try (JsonParser json = JSON.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "format" -> format = json.getText();
          case "version" -> version = json.getIntValue();
          case "intercept" -> intercept = json.getDoubleValue();
          case "coefficients" -> coefficients = numbers(json);
          case "features" -> {
            require(json.isExpectedStartArrayToken(), "features is not a list");
            while (json.nextToken() == JsonToken.VALUE_STRING) {
              names.add(json.getText());
            }
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not a model: " + firstLine(e), e);
    }
    require(format.equals(FORMAT), "its format is not " + FORMAT);
    require(
        version == VERSION, "its version is " + version + ", and this reads version " + VERSION);
    require(coefficients != null, "it has no coefficients");
    require(Double.isFinite(intercept), "it has no intercept");
    require(
        names.isEmpty() || names.size() == coefficients.length,
        "it has another number of features than of coefficients");
    return new LinearModel(coefficients, intercept, List.copyOf(names));
  }

  private static double[] numbers(JsonParser json) throws IOException {
    require(json.isExpectedStartArrayToken(), "coefficients is not a list");
    double[] numbers = new double[16];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count] = json.getDoubleValue();
      require(Double.isFinite(numbers[count]), "coefficient " + count + " is not finite");
      count++;
    }
    return Arrays.copyOf(numbers, count);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("not a model: " + otherwise);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Writes the model to a file, which appears complete or not at all.
   *
   * @param file is replaced
   * @throws IOException when it cannot be written
   */
  public void save(Path file) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.writeString(part, toJson(), StandardCharsets.UTF_8);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Reads a model from a file.
   *
   * @param file as {@link #save} wrote it
   * @return the model
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it holds no model
   */
  public static LinearModel load(Path file) throws IOException {
    return ofJson(Files.readString(file, StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearModel that
        && Arrays.equals(coefficients, that.coefficients)
        && Double.compare(intercept, that.intercept) == 0
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(coefficients), intercept, names);
  }

  @Override
  public String toString() {
    return "LinearModel[" + coefficients.length + " coefficients, intercept " + intercept + "]";
  }
}
