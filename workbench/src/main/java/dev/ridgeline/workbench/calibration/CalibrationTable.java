// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.workbench.report.CsvFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All scores of a run.
 *
 * @param instruments their names
 * @param responses their names
 * @param standards numbers of standards
 * @param repeats number of splits
 * @param cells in order: source, target, repeat
 * @param results one per cell
 */
record CalibrationTable(
    List<String> instruments,
    List<String> responses,
    int[] standards,
    int repeats,
    List<CalibrationCell> cells,
    List<CalibrationResult> results) {

  /** One line of the summary: a model over the splits of some cells. */
  record Summary(double median, double overHindsight, double overOwn, int winsOverBias) {
    static Summary of(List<Scores> splits, CalibrationModel model) {
      double[] rmsep = splits.stream().mapToDouble(s -> s.rmsep(model)).sorted().toArray();
      int half = rmsep.length / 2;
      double median = rmsep.length % 2 == 1 ? rmsep[half] : (rmsep[half - 1] + rmsep[half]) / 2;
      int wins = 0;
      for (Scores split : splits) {
        wins += split.rmsep(model) < split.rmsep(CalibrationModel.BIAS) ? 1 : 0;
      }
      return new Summary(
          median,
          over(splits, model, CalibrationModel.HINDSIGHT),
          over(splits, model, CalibrationModel.OWN),
          wins);
    }

    /** Geometric mean of the quotients; NaN where an error is 0. */
    private static double over(
        List<Scores> splits, CalibrationModel model, CalibrationModel other) {
      double sum = 0;
      for (Scores split : splits) {
        sum += Math.log(split.rmsep(model) / split.rmsep(other)) / splits.size();
      }
      double mean = Math.exp(sum);
      return mean > 0 && Double.isFinite(sum) ? mean : Double.NaN;
    }
  }

  String rows() {
    CsvFile csv =
        CsvFile.of(
            "source",
            "target",
            "response",
            "standards",
            "repeat",
            "model",
            "rmsep",
            "bias",
            "sep",
            "rpd");
    forEach(
        (pair, t, s) -> {
          List<Scores> splits = splits(pair, t, s);
          for (int r = 0; r < repeats; r++) {
            for (CalibrationModel model : CalibrationModel.values()) {
              Score score = splits.get(r).of(model);
              csv.row(
                  source(pair),
                  target(pair),
                  responses.get(t),
                  standards[s],
                  r + 1,
                  model,
                  score.rmsep(),
                  score.bias(),
                  score.sep(),
                  score.rpd());
            }
          }
        });
    return csv.text();
  }

  String summary() {
    CsvFile csv =
        CsvFile.of(
            "source",
            "target",
            "response",
            "standards",
            "model",
            "median_rmsep",
            "over_hindsight",
            "wins_over_bias");
    forEach(
        (pair, t, s) -> {
          List<Scores> splits = splits(pair, t, s);
          for (CalibrationModel model : CalibrationModel.values()) {
            Summary summary = Summary.of(splits, model);
            csv.row(
                source(pair),
                target(pair),
                responses.get(t),
                standards[s],
                model,
                summary.median(),
                summary.overHindsight(),
                summary.winsOverBias());
          }
        });
    return csv.text();
  }

  /** Takes the splits of a pair of instruments, a response and a number of standards. */
  private interface Line {
    void write(int pair, int response, int standards);
  }

  /** In the order of both tables. */
  private void forEach(Line line) {
    for (int pair = 0; pair < pairs(); pair++) {
      for (int t = 0; t < responses.size(); t++) {
        for (int s = 0; s < standards.length; s++) {
          line.write(pair, t, s);
        }
      }
    }
  }

  int pairs() {
    return cells.size() / repeats;
  }

  String source(int pair) {
    return instruments.get(cells.get(pair * repeats).source());
  }

  String target(int pair) {
    return instruments.get(cells.get(pair * repeats).target());
  }

  private List<Scores> splits(int pair, int response, int standards) {
    List<Scores> splits = new ArrayList<>();
    for (int r = 0; r < repeats; r++) {
      splits.add(results.get(pair * repeats + r).scores()[response][standards]);
    }
    return splits;
  }

  /** A model over all pairs of instruments, for one response. */
  Summary overall(int response, int count, CalibrationModel model) {
    return Summary.of(
        results.stream().map(result -> result.scores()[response][count]).toList(), model);
  }

  /** A model over all pairs of instruments and all responses. */
  Summary overall(int count, CalibrationModel model) {
    return Summary.of(
        results.stream()
            .flatMap(result -> Arrays.stream(result.scores()).map(response -> response[count]))
            .toList(),
        model);
  }

  /** A figure of a model for every number of standards. */
  double[] curve(CalibrationModel model, ToDoubleFunction<Summary> figure) {
    double[] curve = new double[standards.length];
    Arrays.setAll(curve, s -> figure.applyAsDouble(overall(s, model)));
    return curve;
  }

  double[] counts() {
    return Arrays.stream(standards).asDoubleStream().toArray();
  }

  /** Cases that one line over all pairs and responses stands for. */
  int cases() {
    return results.size() * responses.size();
  }
}
