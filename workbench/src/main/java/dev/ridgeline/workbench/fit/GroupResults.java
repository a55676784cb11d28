// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupFits.Status;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What {@code path --group-by} found, as its files tell it.
 *
 * @param fits a model per group and response
 * @param groups what they are called
 * @param features names of the features
 * @param responses names of the responses
 * @param scale of all penalties, in words
 * @param judged by what, in words
 * @param lossBy what losses are, in words
 * @param notes of the input, a sentence each
 */
record GroupResults(
    GroupFits fits,
    GroupNames groups,
    List<String> features,
    List<String> responses,
    String scale,
    String judged,
    String lossBy,
    List<String> notes) {
  /** Columns between those of groups and of features. */
  private static final List<String> OWN = List.of("rows", "status", "lambda", "loss", "intercept");

  private static final String RESPONSE = "response";

  /** Responses that findings tell of. */
  private static final int FEW = 8;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private boolean isSingle() {
    return responses.size() == 1;
  }

  /** A row for each group and response. */
  void write(Run run, GroupsFormat format) {
    List<String> header = header();
    String csv = csv(header);
    if (format == GroupsFormat.CSV) {
      run.write(format.file(), csv);
      return;
    }
    int texts = header.size() - features.size() - OWN.size();
    List<Class<?>> types = new ArrayList<>(Collections.nCopies(texts, String.class));
    types.addAll(List.of(Long.class, String.class));
    types.addAll(Collections.nCopies(header.size() - types.size(), Double.class));
    run.write(format.file(), format.parquet(header, types, csv));
  }

  private List<String> header() {
    List<String> header =
        groups.keys().stream().map(this::renamed).collect(toCollection(ArrayList::new));
    if (!isSingle()) {
      header.add(RESPONSE);
    }
    header.addAll(OWN);
    features.forEach(feature -> header.add(renamed(feature)));
    return header;
  }

  /** A column of the table by a name that is no other column's. */
  private String renamed(String column) {
    String name = column;
    while (OWN.contains(name)
        || (!isSingle() && name.equals(RESPONSE))
        || (!name.equals(column) && (groups.keys().contains(name) || features.contains(name)))) {
      name += "_";
    }
    return name;
  }

  private void noteRenamed(List<String> columns, List<String> warnings) {
    for (String column : columns) {
      if (!renamed(column).equals(column)) {
        warnings.add(
            "The table of groups has a column %s of its own: that of the data is %s there."
                .formatted(column, renamed(column)));
      }
    }
  }

  private String csv(List<String> header) {
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    List<String[]> texts = groups.texts();
    for (int group = 0; group < fits.groups(); group++) {
      for (int response = 0; response < responses.size(); response++) {
        csv.row(row(texts, group, response, header.size()));
      }
    }
    return csv.text();
  }

  private Object[] row(List<String[]> texts, int group, int response, int size) {
    Object[] row = new Object[size];
    int at = 0;
    for (String[] key : texts) {
      row[at++] = key[group];
    }
    if (!isSingle()) {
      row[at++] = responses.get(response);
    }
    row[at++] = fits.rows(group);
    row[at++] = name(fits.status(group, response));
    row[at++] = fits.lambda(group, response);
    row[at++] = fits.loss(group, response);
    row[at++] = fits.intercept(group, response);
    for (int j = 0; j < features.size(); j++) {
      row[at++] = fits.coefficient(group, response, j);
    }
    return row;
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scale", scale);
    json.put("criterion", judged);
    json.put("rows", groups.rows());
    json.put("features", features.size());
    json.put("groups", fits.groups());
    List<Map<String, Object>> own = new ArrayList<>();
    for (int response = 0; response < responses.size(); response++) {
      own.add(json(response));
    }
    json.put("responses", own);
    json.put("warnings", warnings());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> json(int response) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("response", responses.get(response));
    Map<String, Integer> statuses = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      statuses.put(name(status), fits.count(response, status));
    }
    json.put("statuses", statuses);
    json.put("mean_loss", finite(meanLoss(response)));
    json.put("prior", prior(response));
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private Map<String, Double> prior(int response) {
    if (!hasPrior()) {
      return null;
    }
    double[] prior = fits.prior().column(response);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int j = 0; j < prior.length; j++) {
      named.put(features.get(j), prior[j]);
    }
    return named;
  }

  private boolean hasPrior() {
    return IntStream.range(0, responses.size())
        .mapToObj(fits.prior()::column)
        .flatMapToDouble(Arrays::stream)
        .anyMatch(b -> b != 0);
  }

  private double meanLoss(int response) {
    return IntStream.range(0, fits.groups())
        .filter(group -> fits.status(group, response) == Status.OK)
        .mapToDouble(group -> fits.loss(group, response))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** What was found, a sentence each. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (int response = 0; response < Math.min(FEW, responses.size()); response++) {
      findings.add(finding(response));
    }
    if (responses.size() > FEW) {
      findings.add("path.json has the other " + (responses.size() - FEW) + " responses.");
    }
    return findings;
  }

  private String finding(int response) {
    int fitted = fits.count(response, Status.OK);
    double[] lambdas =
        IntStream.range(0, fits.groups())
            .mapToDouble(group -> fits.lambda(group, response))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    String penalty =
        lambdas.length == 0
            ? ""
            : lambdas[0] == lambdas[lambdas.length - 1]
                ? "; their penalty is " + Figures.of(lambdas[0])
                : "; the median of their penalties is " + Figures.of(lambdas[lambdas.length / 2]);
    String loss =
        fitted == 0 ? "" : ", with a mean " + lossBy + " loss of " + Figures.of(meanLoss(response));
    return String.format(
        Locale.ROOT,
        "%s%,d of %,d groups have a model of their own%s%s.",
        of(response),
        fitted,
        fits.groups(),
        loss,
        penalty);
  }

  /** Names a response in front of a sentence where there are several. */
  private String of(int response) {
    return isSingle() ? "" : responses.get(response) + ": ";
  }

  /** What may be wrong, a sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(notes);
    noteRenamed(groups.keys(), warnings);
    noteRenamed(features, warnings);
    for (int response = 0; response < responses.size(); response++) {
      for (Status status : Status.values()) {
        int count = fits.count(response, status);
        if (status != Status.OK && count > 0) {
          warnings.add(
              String.format(
                  Locale.ROOT,
                  "%s%,d %s the status %s.",
                  of(response),
                  count,
                  count == 1 ? "group has" : "groups have",
                  name(status)));
        }
      }
    }
    return warnings;
  }

  void report(Run run) {
    HtmlReport report =
        HtmlReport.titled("Ridge of " + String.join(", ", responses) + " by " + keys());
    for (String sentence : findings()) {
      report = report.lead(sentence);
    }
    for (String warning : warnings()) {
      report = report.lead(warning);
    }
    List<List<String>> rows = new ArrayList<>();
    for (Status status : Status.values()) {
      rows.add(row(name(status), response -> String.valueOf(fits.count(response, status))));
    }
    report = report.heading("Groups").table(header("status", "groups"), rows);
    if (hasPrior()) {
      Matrix prior = fits.prior();
      List<List<String>> coefficients = new ArrayList<>();
      for (int j = 0; j < features.size(); j++) {
        int feature = j;
        coefficients.add(
            row(features.get(j), response -> Figures.of(prior.get(feature, response))));
      }
      report = report.heading("Prior of every group");
      report = report.table(header("feature", "prior"), coefficients);
    }
    FolderRun.writePage(run, report);
  }

  private List<String> header(String first, String only) {
    return row(first, response -> isSingle() ? only : responses.get(response));
  }

  private List<String> row(String first, IntFunction<String> others) {
    List<String> row = new ArrayList<>(List.of(first));
    for (int response = 0; response < responses.size(); response++) {
      row.add(others.apply(response));
    }
    return row;
  }

  private String keys() {
    return String.join(", ", groups.keys());
  }

  /** A status as files name it. */
  private static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
