// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.predictions;

import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.NegativePenalty;
import dev.ridgeline.transfer.risk.SourcePenaltyPrice;
import dev.ridgeline.transfer.risk.TaskChain;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Tables, pictures and the page of the predictions. */
final class PredictionsReport {
  private static final String DISTANCE = "squared distance to the true coefficients";

  private final Run run;
  private final List<PredictionsResult> results;
  private final double rescaled;
  private final NegativePenalty negative = new NegativePenalty(PredictionsSweep.LONG);
  private final TaskChain chain = new TaskChain(PredictionsSweep.GAMMA, PredictionsSweep.NOISE, 1);
  private final double dimension;

  PredictionsReport(Run run, int dimension, List<PredictionsResult> results) {
    this.run = run;
    this.dimension = dimension;
    this.results = results;
    this.rescaled =
        Spread.of(results.stream().mapToDouble(PredictionsResult::rescaled).toArray()).mean();
  }

  /** One simulated curve beside its theory. */
  private record Curve(String name, double[] x, List<Spread> spreads, double[] theory) {
    double[] means() {
      return spreads.stream().mapToDouble(Spread::mean).toArray();
    }

    Chart on(Chart chart, int colour) {
      double[] low = spreads.stream().mapToDouble(Spread::positiveLow).toArray();
      double[] high = spreads.stream().mapToDouble(Spread::high).toArray();
      return chart
          .with(Series.line(name, x, means()).band(low, high).markers().colour(colour))
          .with(Series.theory("", x, theory).colour(colour));
    }
  }

  void write(boolean page) {
    Curve lengthened =
        curve(
            "penalty",
            PredictionsSweep.PENALTIES,
            PredictionsResult::negative,
            i -> negative.distance(PredictionsSweep.PENALTIES[i], PredictionsSweep.LONG_RHO));
    double[] rho = PredictionsSweep.ALIGNMENTS;
    Curve matrix =
        curve("matrix penalty", rho, PredictionsResult::matrix, mean(r -> r.matrixTheory()));
    Curve isotropic =
        curve("L2-SP", rho, PredictionsResult::isotropic, mean(r -> r.isotropicTheory()));
    double[] tasks = Arrays.stream(PredictionsSweep.TASKS).asDoubleStream().toArray();
    Curve fixed =
        curve(
            "best fixed penalty",
            tasks,
            PredictionsResult::fixed,
            i -> chain.bestFixed(PredictionsSweep.TASKS[i]).risk());
    Curve schedule =
        curve(
            "best schedule",
            tasks,
            PredictionsResult::schedule,
            i -> chain.distance(chain.bestSchedule(PredictionsSweep.TASKS[i])));
    double[] shares = PredictionsSweep.SHARES;
    Curve own =
        curve(
            "source-optimal",
            shares,
            PredictionsResult::atOwn,
            i -> price(shares[i]).atSourceOptimal());
    Curve best =
        curve(
            "transfer-optimal",
            shares,
            PredictionsResult::atBest,
            i -> price(shares[i]).atTransferOptimal());
    table("negative.csv", "lambda", lengthened);
    table("matrix.csv", "rho", matrix, isotropic);
    table("chain.csv", "tasks", fixed, schedule);
    table("fading.csv", "target_share", own, best);
    List<String> findings = findings(lengthened, fixed, schedule, own, best);
    findings.forEach(run::finding);
    Chart one =
        lengthened
            .on(
                chart(
                    "Source penalties below zero",
                    Axis.linear("source penalty λ₀"),
                    Axis.linear(DISTANCE),
                    "γ = 0.5, σ₀² = 0.1, ρ = 2"),
                0)
            .horizontal(negative.rescaledDistance(PredictionsSweep.LONG_RHO), "rescaled prior");
    Chart two =
        isotropic.on(
            matrix.on(
                chart(
                    "The source's own matrix as the penalty",
                    Axis.linear("task alignment ρ"),
                    Axis.log(DISTANCE),
                    "σ₀ = σ₁ = 0.5, n₀ = 1.5 p, n₁ = 0.75 p"),
                0),
            1);
    Chart three =
        schedule.on(
            fixed.on(
                chart("Chains of tasks", Axis.log("tasks T"), Axis.log(DISTANCE), "γ = 2, σ = 0.5"),
                0),
            1);
    Chart four =
        best.on(
            own.on(
                chart(
                    "The price of the source's own penalty as the target grows",
                    Axis.log("target rows / source rows"),
                    Axis.log(DISTANCE),
                    "γ = 2, σ₀ = σ₁ = 0.5, ρ = 0.5"),
                0),
            1);
    FolderRun.write(run, "negative", one);
    FolderRun.write(run, "matrix", two);
    FolderRun.write(run, "chain", three);
    FolderRun.write(run, "fading", four);
    if (page) {
      FolderRun.writePage(
          run,
          HtmlReport.titled("Four predictions beside their simulations")
              .found(findings)
              .picture(one, "Distance of the source to w1 = 2 w0 over its penalty.")
              .picture(two, "Distance of the target; each penalty at its best strength.")
              .picture(three, "Distance after T tasks with the same coefficients.")
              .picture(four, "Distance of the target; its own penalty tuned.")
              .citation(Citation.PAPER));
    }
  }

  private List<String> findings(
      Curve lengthened, Curve fixed, Curve schedule, Curve own, Curve best) {
    double[] distances = lengthened.means();
    int zero = Arrays.binarySearch(lengthened.x(), 0);
    int last = fixed.x().length - 1;
    int equal = Arrays.binarySearch(own.x(), 1);
    return List.of(
        "At dimension "
            + (int) dimension
            + " a source penalty of -0.05 leaves "
            + Figures.of(distances[0])
            + " where 0 leaves "
            + Figures.of(distances[zero])
            + " and the rescaled prior "
            + Figures.of(rescaled)
            + ".",
        "After "
            + (int) fixed.x()[last]
            + " tasks the best schedule leaves "
            + Figures.of(schedule.means()[last])
            + ", the best fixed penalty "
            + Figures.of(fixed.means()[last])
            + ".",
        "With as many target rows as source rows the source-optimal penalty costs a factor "
            + Figures.of(own.means()[equal] / best.means()[equal])
            + ", and with ten times as many "
            + Figures.of(own.means()[own.x().length - 1] / best.means()[own.x().length - 1])
            + ".");
  }

  private static Chart chart(String title, Axis x, Axis y, String setting) {
    return Chart.titled(title, x, y).subtitle(setting + "; bands: 95 %, dashed: theory");
  }

  private static SourcePenaltyPrice price(double share) {
    return SourcePenaltyPrice.tuned(
        new IsotropicTheory(PredictionsSweep.GAMMA, PredictionsSweep.NOISE, 1),
        PredictionsSweep.GROWING_RHO,
        PredictionsSweep.GAMMA / share,
        PredictionsSweep.NOISE);
  }

  private IntToDoubleFunction mean(Function<PredictionsResult, double[]> values) {
    return i -> Spread.of(results.stream().mapToDouble(r -> values.apply(r)[i]).toArray()).mean();
  }

  private Curve curve(
      String name,
      double[] x,
      Function<PredictionsResult, double[]> values,
      IntToDoubleFunction theory) {
    List<Spread> spreads =
        IntStream.range(0, x.length)
            .mapToObj(
                i -> Spread.of(results.stream().mapToDouble(r -> values.apply(r)[i]).toArray()))
            .toList();
    return new Curve(name, x, spreads, IntStream.range(0, x.length).mapToDouble(theory).toArray());
  }

  private void table(String file, String first, Curve... curves) {
    CsvFile csv = CsvFile.of(first, "estimate", "distance_mean", "ci95", "theory_distance");
    for (Curve curve : curves) {
      for (int i = 0; i < curve.x().length; i++) {
        Spread spread = curve.spreads().get(i);
        csv.row(curve.x()[i], curve.name(), spread.mean(), spread.ci95(), curve.theory()[i]);
      }
    }
    run.write(file, csv.text());
  }
}
