// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A linear model Y = 1 c' + X B of one or many responses, in the units of the table that it was
 * fitted on. Immutable, and safe for use by several threads.
 */
public final class LinearModel {
  // p x T, column-major
  private final double[] coefficients;
  private final double[] intercepts;
  private final List<String> names;
  private final List<String> responseNames;
  // one per response, or none at all
  private final List<PredictionSpread> spreads;

  /**
   * Creates a model of one response with unnamed features.
   *
   * @param coefficients b, copied
   * @param intercept c
   */
  public LinearModel(double[] coefficients, double intercept) {
    this(coefficients.clone(), new double[] {intercept}, List.of(), List.of(), List.of());
  }

  /**
   * Creates a model of several responses with unnamed features.
   *
   * @param coefficients p x T, copied
   * @param intercepts T numbers, copied
   */
  public LinearModel(Matrix coefficients, double[] intercepts) {
    this(dense(coefficients), intercepts.clone(), List.of(), List.of(), List.of());
    if (coefficients.columns() != intercepts.length || intercepts.length == 0) {
      throw new IllegalArgumentException(
          "one intercept per response is needed, and a response: responses="
              + coefficients.columns()
              + ", intercepts="
              + intercepts.length);
    }
  }

  LinearModel(
      double[] coefficients,
      double[] intercepts,
      List<String> names,
      List<String> responseNames,
      List<PredictionSpread> spreads) {
    this.coefficients = coefficients;
    this.intercepts = intercepts;
    this.names = List.copyOf(names);
    this.responseNames = List.copyOf(responseNames);
    this.spreads = List.copyOf(spreads);
  }

  private static double[] dense(Matrix matrix) {
    double[] values = new double[MatrixBatch.size(matrix.rows(), matrix.columns(), 1)];
    for (int c = 0; c < matrix.columns(); c++) {
      System.arraycopy(matrix.column(c), 0, values, c * matrix.rows(), matrix.rows());
    }
    return values;
  }

  /**
   * Returns the model of a ridge fit, with every response at its own best penalty.
   *
   * @param fit of a table
   * @return the model
   */
  public static LinearModel of(RidgeFit fit) {
    return new LinearModel(fit.coefficients(), fit.intercepts());
  }

  /**
   * Names the features; the file has the names.
   *
   * @param names one per feature
   * @return a model with these names
   */
  public LinearModel named(List<String> names) {
    if (names.size() != features()) {
      throw new IllegalArgumentException(
          "one name per coefficient is needed: coefficients="
              + features()
              + ", names="
              + names.size());
    }
    return new LinearModel(coefficients, intercepts, names, responseNames, spreads);
  }

  /**
   * Names the responses; the file has the names.
   *
   * @param names one per response
   * @return a model with these names
   */
  public LinearModel withResponses(List<String> names) {
    if (names.size() != responses()) {
      throw new IllegalArgumentException(
          "one name per response is needed: responses=" + responses() + ", names=" + names.size());
    }
    return new LinearModel(coefficients, intercepts, this.names, names, spreads);
  }

  /**
   * Says how far responses of new rows may lie from predictions; the file has it.
   *
   * @param spreads one per response
   * @return a model with prediction intervals
   */
  public LinearModel withSpreads(List<PredictionSpread> spreads) {
    if (spreads.size() != responses() || !spreads.stream().allMatch(s -> s.fits(features()))) {
      throw new IllegalArgumentException(
          "one spread per response is needed, of the features of the model: responses="
              + responses()
              + ", spreads="
              + spreads.size()
              + ", features="
              + features());
    }
    return new LinearModel(coefficients, intercepts, names, responseNames, spreads);
  }

  /**
   * Whether the model knows how far responses may lie from its predictions.
   *
   * @return true when {@link #halfWidths} can be asked
   */
  public boolean hasIntervals() {
    return !spreads.isEmpty();
  }

  /**
   * The covariance of the coefficients of a response, by the posterior that its intervals come
   * from: squared scales of Student's distribution. Of many features the directions beyond the
   * leading axes have their prior variances.
   *
   * @param response from 0
   * @return p x p, symmetric, in the units of the table squared; empty without intervals
   */
  public Optional<Matrix> covariance(int response) {
    Objects.checkIndex(response, responses());
    return spreads.isEmpty()
        ? Optional.empty()
        : Optional.of(spreads.get(response).covariance(features()));
  }

  /** How far responses may lie from predictions, one per response, or none at all. */
  List<PredictionSpread> spreads() {
    return spreads;
  }

  /**
   * Half widths of prediction intervals: a new response lies within that of its prediction with the
   * probability asked for.
   *
   * @param x m x p
   * @param level the probability, above 0 and below 1
   * @return m x T
   * @throws IllegalStateException when the model has no intervals
   */
  public Matrix halfWidths(Matrix x, double level) {
    if (!hasIntervals()) {
      throw new IllegalStateException("this model has no intervals");
    }
    int m = x.rows();
    double[] widths = new double[MatrixBatch.size(m, responses(), 1)];
    for (int t = 0; t < responses(); t++) {
      PredictionSpread spread = spreads.get(t);
      double quantile = spread.quantile(level);
      double[] row = new double[features()];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < row.length; j++) {
          row[j] = x.get(i, j);
        }
        widths[t * m + i] = quantile * spread.scale(row);
      }
    }
    return Matrix.ofColumnMajor(widths, m, responses());
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return coefficients.length / intercepts.length;
  }

  /**
   * Number of responses.
   *
   * @return T, at least 1
   */
  public int responses() {
    return intercepts.length;
  }

  /**
   * Returns the model of one response.
   *
   * @param response from 0
   * @return a model of this response only
   */
  public LinearModel response(int response) {
    Objects.checkIndex(response, responses());
    int p = features();
    return new LinearModel(
        Arrays.copyOfRange(coefficients, response * p, (response + 1) * p),
        new double[] {intercepts[response]},
        names,
        responseNames.isEmpty() ? List.of() : List.of(responseNames.get(response)),
        spreads.isEmpty() ? List.of() : List.of(spreads.get(response)));
  }

  /**
   * The coefficients of all responses.
   *
   * @return p x T, a copy
   */
  public Matrix coefficientMatrix() {
    return Matrix.ofColumnMajor(coefficients.clone(), features(), responses());
  }

  /**
   * The coefficients of the only response.
   *
   * @return b, a copy
   * @throws IllegalStateException when there are several
   */
  public double[] coefficients() {
    requireOne();
    return coefficients.clone();
  }

  /**
   * The intercepts of all responses.
   *
   * @return T numbers, a copy
   */
  public double[] intercepts() {
    return intercepts.clone();
  }

  /**
   * The intercept of the only response.
   *
   * @return c
   * @throws IllegalStateException when there are several
   */
  public double intercept() {
    requireOne();
    return intercepts[0];
  }

  private void requireOne() {
    if (responses() != 1) {
      throw new IllegalStateException(
          "several responses: ask response(t) or the matrix: responses=" + responses());
    }
  }

  /**
   * Names of the features.
   *
   * @return one per feature, or none at all
   */
  public List<String> names() {
    return names;
  }

  /**
   * Names of the responses.
   *
   * @return one per response, or none at all
   */
  public List<String> responseNames() {
    return responseNames;
  }

  /**
   * Predicts every response.
   *
   * @param x m x p
   * @return m x T
   * @throws IllegalArgumentException when x has another number of columns
   */
  public Matrix predictAll(Matrix x) {
    int p = features();
    if (x.columns() != p) {
      throw new IllegalArgumentException(
          "the model has " + p + " features, and x has " + x.columns() + " columns");
    }
    int m = x.rows();
    double[] y = new double[MatrixBatch.size(m, responses(), 1)];
    double[] row = new double[p];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < p; j++) {
        row[j] = x.get(i, j);
      }
      for (int t = 0; t < responses(); t++) {
        double sum = intercepts[t];
        for (int j = 0; j < p; j++) {
          sum += coefficients[t * p + j] * row[j];
        }
        y[t * m + i] = sum;
      }
    }
    return Matrix.ofColumnMajor(y, m, responses());
  }

  /**
   * Predicts the only response.
   *
   * @param x m x p
   * @return m numbers
   * @throws IllegalArgumentException when x has another number of columns
   * @throws IllegalStateException when there are several responses
   */
  public double[] predict(Matrix x) {
    requireOne();
    return predictAll(x).column(0);
  }

  /**
   * Mean squared errors on a sample, weighted as that says.
   *
   * @param sample with the responses of this model, in order
   * @return sum v (y - prediction)^2 / sum v for every response
   * @throws IllegalArgumentException when the sample has another number of responses
   */
  public double[] meanSquaredErrors(Sample sample) {
    if (sample.responses() != responses()) {
      throw new IllegalArgumentException(
          "the model has "
              + responses()
              + " responses, and the sample has "
              + sample.responses()
              + "; take the response meant with Sample.responses or LinearModel.response");
    }
    Matrix predicted = predictAll(sample.x());
    double[] sums = new double[responses()];
    double weight = 0;
    for (int i = 0; i < predicted.rows(); i++) {
      for (int t = 0; t < sums.length; t++) {
        double e = sample.y().get(i, t) - predicted.get(i, t);
        sums[t] += sample.weight(i) * e * e;
      }
      weight += sample.weight(i);
    }
    double total = weight;
    return Arrays.stream(sums).map(sum -> sum / total).toArray();
  }

  /**
   * Mean squared error of the only response on a sample with one response.
   *
   * @param sample with one response
   * @return sum v (y - prediction)^2 / sum v
   */
  public double meanSquaredError(Sample sample) {
    requireOne();
    return meanSquaredErrors(sample)[0];
  }

  /**
   * The model as JSON, version 2: {@code format}, {@code version}, {@code features} and {@code
   * responses} (names, may be empty), {@code coefficients} (a list per response), {@code
   * intercepts} and, where intervals are known, {@code spreads} (the numbers of a {@link
   * PredictionSpread} per response). Numbers are the shortest that read back the same.
   *
   * @return one object, indented, with a line feed at its end
   */
  public String toJson() {
    StringWriter text = new StringWriter();
    try {
      ModelJson.write(this, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #toJson} wrote, or a model of version 1, which has one response. Unknown
   * fields are ignored; a field that is there twice, text after the object, another version and
   * lists of different lengths are refused.
   *
   * @param text one JSON object
   * @return the model
   * @throws IllegalArgumentException when this is not such a model, saying why
   */
  public static LinearModel ofJson(String text) {
    try {
      return ModelJson.read(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the model to a file, as {@link OutputFile} does: it appears complete or not at all.
   *
   * @param file is replaced, and keeps its mode
   * @throws IOException when it cannot be written
   */
  public void save(Path file) throws IOException {
    OutputFile.write(
        file,
        to -> {
          Writer text = new OutputStreamWriter(to, StandardCharsets.UTF_8);
          ModelJson.write(this, text);
          text.flush();
        });
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
    try (Reader from = Files.newBufferedReader(file)) {
      return ModelJson.read(from);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearModel that
        && Arrays.equals(coefficients, that.coefficients)
        && Arrays.equals(intercepts, that.intercepts)
        && names.equals(that.names)
        && responseNames.equals(that.responseNames)
        && spreads.equals(that.spreads);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        Arrays.hashCode(coefficients), Arrays.hashCode(intercepts), names, responseNames);
  }

  @Override
  public String toString() {
    return "LinearModel["
        + features()
        + " coefficients, "
        + (responses() == 1 ? "intercept " + intercepts[0] : responses() + " responses")
        + "]";
  }
}
