// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.transfer.risk.PhaseTheory;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.random.Rng;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The phase experiment over settings and seeds: cells, theory, tables. The commands {@code phase}
 * and {@code paper} differ in their settings and pictures only.
 *
 * @param settings in the order of the output
 * @param seeds in the order of the output
 * @param rho alignments, in the order of the output
 * @param rng which generator
 * @param penalties source penalties
 * @param targetSamples n1
 * @param sourceNoise sigma0
 * @param targetNoise sigma1
 * @param targetPenalty lambda1, on the scale of {@code penalties}
 * @param exact whether to search the continuous optima too
 */
record PhaseStudy(
    List<Setting> settings,
    long[] seeds,
    double[] rho,
    Rng rng,
    LambdaGrid penalties,
    int targetSamples,
    double sourceNoise,
    double targetNoise,
    double targetPenalty,
    boolean exact) {

  /**
   * One point of a summary.
   *
   * @param rho alignment
   * @param ratio of the grid optima over seeds
   * @param exact of the continuous optima over seeds; NaN where a seed has none
   * @param exactMedian their median, for which the grid stands in where a seed has none: beyond the
   *     grid it counts as large, or as small
   * @param theory ratio of the deterministic equivalents
   * @param edgeCells seeds with an optimum at an end of the grid
   */
  record Point(
      double rho, Spread ratio, Spread exact, double exactMedian, double theory, int edgeCells) {
    /** Whether theory lies in the 95 % interval of the mean of the continuous optima. */
    boolean theoryInside() {
      return Math.abs(exact.mean() - theory) <= exact.ci95();
    }
  }

  /**
   * One setting.
   *
   * @param setting which
   * @param results one per seed
   * @param points one per alignment
   */
  record Curve(Setting setting, List<PhaseResult> results, List<Point> points) {
    double[] values(ToDoubleFunction<Point> value) {
      return points.stream().mapToDouble(value).toArray();
    }

    int edgeCells() {
      return points.stream().mapToInt(Point::edgeCells).sum();
    }
  }

  List<Curve> compute(Run run, BackendSession session) {
    List<PhaseCell> cells = new ArrayList<>();
    for (Setting setting : settings) {
      for (long seed : seeds) {
        cells.add(PhaseCell.of(setting, seed));
      }
    }
    PhaseSweep sweep =
        new PhaseSweep(
            session.cells(run.backend()),
            rng,
            rho,
            penalties,
            targetSamples,
            sourceNoise,
            targetNoise,
            targetPenalty,
            exact);
    List<PhaseResult> results = run.sweep(cells, PhaseResult.class, sweep::run);
    bookTimes(run, results);
    FolderRun.note(run, penalties.scale(), results.stream().map(PhaseResult::route).toList());
    return run.timed("theory", () -> curves(results));
  }

  /**
   * One sweep draws, searches the grid and searches the continuum: the manifest tells them apart.
   */
  private static void bookTimes(Run run, List<PhaseResult> results) {
    double onGrid = results.stream().mapToDouble(PhaseResult::sweepNanos).sum();
    double exact = results.stream().mapToDouble(PhaseResult::exactNanos).sum();
    run.split("sweep", "exact", exact / (onGrid + exact));
  }

  private List<Curve> curves(List<PhaseResult> results) {
    List<Curve> curves = new ArrayList<>();
    for (int s = 0; s < settings.size(); s++) {
      List<PhaseResult> mine = results.subList(s * seeds.length, (s + 1) * seeds.length);
      curves.add(new Curve(settings.get(s), mine, points(settings.get(s), mine)));
    }
    return curves;
  }

  private List<Point> points(Setting setting, List<PhaseResult> results) {
    PhaseTheory theory =
        new PhaseTheory(
            setting.sigma(),
            setting.sourceSamples(),
            sourceNoise,
            targetSamples,
            TaskOptions.meanPenalty(penalties.scale(), targetPenalty, targetSamples));
    // both optima carry the same factor n0 on the other scale, so the ratio holds on either
    List<Point> points = new ArrayList<>();
    for (int t = 0; t < rho.length; t++) {
      int index = t;
      double[] ratios = results.stream().mapToDouble(r -> r.ratio(index)).toArray();
      double[] exacts = results.stream().mapToDouble(r -> r.ratioExact(index)).toArray();
      double[] ranked =
          results.stream()
              .mapToDouble(
                  r -> Double.isNaN(r.ratioExact(index)) ? r.ratio(index) : r.ratioExact(index))
              .toArray();
      long edges = results.stream().filter(r -> !r.atEdge(index).equals("none")).count();
      points.add(
          new Point(
              rho[t],
              Spread.of(ratios),
              Spread.of(exacts),
              Spread.of(ranked).median(),
              theory.ratio(rho[t]),
              (int) edges));
    }
    return points;
  }

  CsvFile rows(List<Curve> curves) {
    CsvFile csv =
        CsvFile.of(
            "gamma",
            "covariance",
            "seed",
            "rho",
            "lambda_source",
            "lambda_transfer",
            "ratio",
            "at_edge",
            "lambda_source_exact",
            "lambda_transfer_exact",
            "ratio_exact",
            "source_risk",
            "transfer_risk",
            "transfer_risk_at_lambda_source",
            "scratch_risk");
    for (Curve curve : curves) {
      for (int s = 0; s < seeds.length; s++) {
        PhaseResult r = curve.results().get(s);
        for (int t = 0; t < rho.length; t++) {
          csv.row(
              curve.setting().gamma(),
              curve.setting().covariance(),
              seeds[s],
              rho[t],
              r.lambdaSource(),
              r.lambdaTransfer()[t],
              r.ratio(t),
              r.atEdge(t),
              r.lambdaSourceExact(),
              r.lambdaTransferExact()[t],
              r.ratioExact(t),
              r.sourceRisk(),
              r.transferRisk()[t],
              r.transferRiskAtLambdaSource()[t],
              r.scratchRisk()[t]);
        }
      }
    }
    return csv;
  }

  CsvFile summary(List<Curve> curves) {
    CsvFile csv =
        CsvFile.of(
            "gamma",
            "covariance",
            "rho",
            "mean_ratio",
            "sd_ratio",
            "ci95",
            "theory_ratio",
            "edge_cells",
            "mean_ratio_exact",
            "sd_ratio_exact",
            "ci95_exact");
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        csv.row(
            curve.setting().gamma(),
            curve.setting().covariance(),
            point.rho(),
            point.ratio().mean(),
            point.ratio().deviation(),
            point.ratio().ci95(),
            point.theory(),
            point.edgeCells(),
            point.exact().mean(),
            point.exact().deviation(),
            point.exact().ci95());
      }
    }
    return csv;
  }
}
