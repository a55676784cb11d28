// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Coefficients that were trained elsewhere, by the names of features: a table {@code
 * feature,PRIOR[,PRIOR..]}. A row {@code (intercept)} is read over, since the target has an
 * intercept of its own.
 *
 * @param file where they are from
 * @param names of the priors
 * @param coefficients of every feature that has some, one for each prior
 * @param order features of the covariance
 * @param covariance of the coefficients of the only prior; null where it is not known
 */
record PriorFile(
    Path file,
    List<String> names,
    Map<String, double[]> coefficients,
    List<String> order,
    Matrix covariance) {
  private static final String FEATURE = "feature";
  private static final String INTERCEPT = "(intercept)";

  /** Features that a message names. */
  private static final int NAMED = 12;

  static boolean isModel(String file) {
    return file.endsWith(".json");
  }

  /**
   * Reads a table.
   *
   * @throws BadInputException when it has no column {@code feature} or no other, or a feature twice
   */
  static PriorFile read(Path file, TableOptions options) {
    List<String> names = new ArrayList<>(Tables.columnNames(file, options));
    if (!names.remove(FEATURE) || names.isEmpty()) {
      throw new BadInputException(
          "--prior", file, "a model.json, or a table with the columns feature,PRIOR[,PRIOR..]");
    }
    List<String> features = Tables.texts(file, options, FEATURE);
    Table table = Tables.read(file, options, new LinkedHashSet<>(names));
    Map<String, double[]> coefficients = new HashMap<>();
    for (int i = 0; i < features.size(); i++) {
      int row = i;
      double[] own = names.stream().mapToDouble(name -> table.column(name)[row]).toArray();
      if (coefficients.put(features.get(i), own) != null) {
        throw new BadInputException(file + " feature", features.get(i), "every feature once");
      }
    }
    coefficients.remove(INTERCEPT);
    return new PriorFile(file, List.copyOf(names), coefficients, List.of(), null);
  }

  /** A model of one of its responses. */
  static PriorFile of(Path file, ModelFile model, String response) {
    List<String> responses = model.model().responseNames();
    int index = model.model().responses() == 1 ? 0 : responses.indexOf(response);
    if (index < 0) {
      throw new BadInputException("--prior", file, "a model with the response " + response);
    }
    List<String> features = model.expansion().names(model.inputs());
    Map<String, double[]> coefficients = new HashMap<>();
    for (int j = 0; j < features.size(); j++) {
      double b = model.model().coefficientMatrix().get(j, index);
      coefficients.put(features.get(j), new double[] {b});
    }
    return new PriorFile(
        file,
        List.of(response),
        coefficients,
        features,
        model.model().covariance(index).orElse(null));
  }

  /**
   * The priors on some features: 0 where there is no coefficient.
   *
   * @param notes gets a clause about those
   * @return one column for each prior
   * @throws BadInputException when there is a coefficient for another feature
   */
  Matrix on(List<String> features, List<String> notes) {
    List<String> others = new ArrayList<>(coefficients.keySet());
    others.removeAll(new LinkedHashSet<>(features));
    if (!others.isEmpty()) {
      throw new BadInputException(
          file + " feature",
          others.stream().min(String::compareTo).orElseThrow(),
          "features of the target only: " + brief(features));
    }
    double[][] rows = new double[features.size()][];
    List<String> missing = new ArrayList<>();
    for (int j = 0; j < rows.length; j++) {
      rows[j] = coefficients.get(features.get(j));
      if (rows[j] == null) {
        rows[j] = new double[names.size()];
        missing.add(features.get(j));
      }
    }
    if (!missing.isEmpty()) {
      notes.add(file + " has no coefficient for " + brief(missing) + ": the prior there is 0");
    }
    return Matrix.ofRows(rows);
  }

  /** The covariance on the features of {@link #on}: 0 where there is no coefficient. */
  Matrix covarianceOn(List<String> features) {
    int p = features.size();
    int[] at = features.stream().mapToInt(order::indexOf).toArray();
    double[] all = new double[p * p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        all[i + j * p] = at[i] < 0 || at[j] < 0 ? 0 : covariance.get(at[i], at[j]);
      }
    }
    return Matrix.ofColumnMajor(all, p, p);
  }

  /**
   * The priors of some responses on some features: columns of their names, or the only one where
   * there is one response.
   *
   * @return features x responses
   */
  Matrix on(List<String> features, List<String> notes, List<String> responses) {
    if (responses.size() == 1 && names.size() == 1) {
      return on(features, notes);
    }
    int[] columns = responses.stream().mapToInt(names::indexOf).toArray();
    if (names.size() != responses.size() || Arrays.stream(columns).anyMatch(c -> c < 0)) {
      throw new BadInputException(
          "--prior",
          file,
          responses.size() == 1
              ? "one prior: it has " + brief(names)
              : "a column for every response: " + brief(responses) + "; it has " + brief(names));
    }
    Matrix all = on(features, notes);
    double[] ordered = new double[features.size() * columns.length];
    for (int r = 0; r < columns.length; r++) {
      System.arraycopy(all.column(columns[r]), 0, ordered, r * features.size(), features.size());
    }
    return Matrix.ofColumnMajor(ordered, features.size(), columns.length);
  }

  private static String brief(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }
}
