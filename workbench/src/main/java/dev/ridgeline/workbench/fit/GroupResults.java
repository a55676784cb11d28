// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupFits.Status;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code path --group-by} found, as its files tell it.
 *
 * @param fits a model per group
 * @param groups the rows behind them
 * @param features names of the features
 * @param response name of the response
 * @param scale of all penalties, in words
 * @param judged by what, in words
 * @param notes of the input, a sentence each
 */
record GroupResults(
    GroupFits fits,
    TableGroups groups,
    List<String> features,
    String response,
    String scale,
    String judged,
    List<String> notes) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  String csv() {
    List<String> header = new ArrayList<>(groups.keys());
    header.addAll(List.of("rows", "status", "lambda", "loss", "intercept"));
    header.addAll(features);
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    List<String[]> texts = groups.texts();
    int p = features.size();
    for (int group = 0; group < fits.groups(); group++) {
      Object[] row = new Object[header.size()];
      int at = 0;
      for (String[] key : texts) {
        row[at++] = key[group];
      }
      row[at++] = fits.rows(group);
      row[at++] = name(fits.status(group, 0));
      row[at++] = fits.lambda(group, 0);
      row[at++] = fits.loss(group, 0);
      row[at++] = fits.intercept(group, 0);
      for (int j = 0; j < p; j++) {
        row[at++] = fits.coefficient(group, 0, j);
      }
      csv.row(row);
    }
    return csv.text();
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scale", scale);
    json.put("criterion", judged);
    json.put("rows", groups.tableRows());
    json.put("features", features.size());
    json.put("response", response);
    json.put("groups", fits.groups());
    Map<String, Integer> statuses = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      statuses.put(name(status), fits.count(0, status));
    }
    json.put("statuses", statuses);
    json.put("mean_loss", finite(meanLoss()));
    json.put("prior", prior());
    json.put("warnings", warnings());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private Map<String, Double> prior() {
    double[] prior = fits.prior().column(0);
    if (Arrays.stream(prior).allMatch(b -> b == 0)) {
      return null;
    }
    Map<String, Double> named = new LinkedHashMap<>();
    for (int j = 0; j < prior.length; j++) {
      named.put(features.get(j), prior[j]);
    }
    return named;
  }

  private double meanLoss() {
    return IntStream.range(0, fits.groups())
        .filter(group -> fits.status(group, 0) == Status.OK)
        .mapToDouble(group -> fits.loss(group, 0))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** What was found, in a sentence. */
  String finding() {
    int fitted = fits.count(0, Status.OK);
    double[] lambdas =
        IntStream.range(0, fits.groups())
            .mapToDouble(group -> fits.lambda(group, 0))
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
        fitted == 0 ? "" : ", with a mean leave-one-out loss of " + Figures.of(meanLoss());
    return String.format(
        Locale.ROOT,
        "%,d of %,d groups have a model of their own%s%s.",
        fitted,
        fits.groups(),
        loss,
        penalty);
  }

  /** What may be wrong, a sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(notes);
    for (Status status : Status.values()) {
      int count = fits.count(0, status);
      if (status != Status.OK && count > 0) {
        warnings.add(
            String.format(Locale.ROOT, "%,d groups have the status %s.", count, name(status)));
      }
    }
    return warnings;
  }

  void report(Run run) {
    HtmlReport report = HtmlReport.titled("Ridge of " + response + " by " + keys());
    report = report.lead(finding());
    for (String warning : warnings()) {
      report = report.lead(warning);
    }
    List<List<String>> rows = new ArrayList<>();
    for (Status status : Status.values()) {
      rows.add(List.of(name(status), String.valueOf(fits.count(0, status))));
    }
    report = report.heading("Groups").table(List.of("status", "groups"), rows);
    double[] prior = fits.prior().column(0);
    if (Arrays.stream(prior).anyMatch(b -> b != 0)) {
      List<List<String>> coefficients = new ArrayList<>();
      for (int j = 0; j < prior.length; j++) {
        coefficients.add(List.of(features.get(j), Figures.of(prior[j])));
      }
      report =
          report.heading("Prior of every group").table(List.of("feature", "prior"), coefficients);
    }
    run.write("report.html", report.parameters(FolderRun.inWords(run), run.parameters()).html());
  }

  private String keys() {
    return String.join(", ", groups.keys());
  }

  /** A status as files name it. */
  private static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
