// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** bench.csv, the roofline, the comparison and the page. */
final class BenchReport {
  private static final double GIGA = 1e9;

  /** Works whose algorithm does what is counted; others do better than that. */
  private static final Set<String> VERBS = Set.of("gemm", "gram", "factor");

  private BenchReport() {}

  static void write(Run run, List<Measurement> rows, Map<String, Double> before, boolean noReport) {
    run.write("bench.csv", csv(rows));
    if (!before.isEmpty()) {
      run.write("bench_compare.csv", comparison(rows, before));
    }
    findings(rows, before).forEach(run::finding);
    if (noReport) {
      return;
    }
    Chart roofline = roofline(rows);
    FolderRun.write(run, "roofline", roofline);
    HtmlReport page = HtmlReport.titled("What this machine can do");
    for (String finding : findings(rows, before)) {
      page = page.lead(finding);
    }
    page =
        page.picture(
                roofline,
                "Arithmetic in double precision (FP64) over operations for every byte that any"
                    + " algorithm has to move. Lines: what memory and registers allow.")
            .table(header(), table(rows));
    if (!before.isEmpty()) {
      page = page.heading("Beside the earlier run").table(COMPARED, compared(rows, before));
    }
    FolderRun.writePage(
        run,
        page.paragraph(
            "Every result was checked before it was timed. Seconds are the median over batches"
                + " of a millisecond or more, spread the distance of the quartiles over it."
                + " Operations are counted as LAPACK counts the classical algorithm, whatever"
                + " algorithm computes. Bytes up and down are operands handed over and results"
                + " fetched in every run: on a GPU they cross the bus."));
  }

  static String csv(List<Measurement> rows) {
    CsvFile csv =
        CsvFile.of(
            "backend",
            "device",
            "work",
            "size",
            "threads",
            "seconds",
            "spread",
            "gflops",
            "percent_of_peak",
            "problems_per_second",
            "bytes_per_second",
            "bytes_up",
            "bytes_down");
    for (Measurement row : rows) {
      csv.row(
          row.backend(),
          row.device(),
          row.item().work(),
          row.item().size(),
          row.threads(),
          row.time().seconds(),
          row.time().spread(),
          row.gflops(),
          row.percentOfPeak(),
          row.problemsPerSecond(),
          row.bytesPerSecond(),
          (long) row.item().up(),
          (long) row.item().down());
    }
    return csv.text();
  }

  private static String comparison(List<Measurement> rows, Map<String, Double> before) {
    CsvFile csv =
        CsvFile.of("backend", "work", "size", "threads", "before_seconds", "seconds", "ratio");
    for (Measurement row : rows) {
      Double then = before.get(row.key());
      double now = row.time().seconds();
      csv.row(
          row.backend(),
          row.item().work(),
          row.item().size(),
          row.threads(),
          then,
          now,
          then == null ? null : then / now);
    }
    return csv.text();
  }

  /** A sentence for the fastest of each backend, and one for the comparison. */
  static List<String> findings(List<Measurement> rows, Map<String, Double> before) {
    List<String> findings = new ArrayList<>();
    Map<String, List<Measurement>> byBackend = new LinkedHashMap<>();
    rows.forEach(row -> byBackend.computeIfAbsent(row.backend(), b -> new ArrayList<>()).add(row));
    byBackend.forEach(
        (backend, own) -> {
          Measurement best =
              own.stream()
                  .filter(row -> VERBS.contains(row.item().work()))
                  .max(Comparator.comparingDouble(Measurement::gflops))
                  .orElseThrow();
          Measurement stream =
              own.stream()
                  .filter(row -> row.item().work().equals("stream"))
                  .max(Comparator.comparingDouble(Measurement::bytesPerSecond))
                  .orElseThrow();
          String share =
              Double.isNaN(best.percentOfPeak())
                  ? ""
                  : ", "
                      + Figures.of(Math.rint(best.percentOfPeak()))
                      + " % of what registers allow";
          findings.add(
              backend
                  + " on "
                  + best.device()
                  + ": up to "
                  + Figures.of(best.gflops())
                  + " GFLOP/s ("
                  + best.item().work()
                  + " "
                  + best.item().size()
                  + ", "
                  + best.threads()
                  + (best.threads() == 1 ? " thread" : " threads")
                  + share
                  + "), memory "
                  + Figures.of(stream.bytesPerSecond() / GIGA)
                  + " GB/s.");
        });
    if (!before.isEmpty()) {
      findings.add(compare(rows, before));
    }
    return findings;
  }

  private static String compare(List<Measurement> rows, Map<String, Double> before) {
    int faster = 0;
    int slower = 0;
    int both = 0;
    for (Measurement row : rows) {
      Double then = before.get(row.key());
      if (then != null) {
        both++;
        double ratio = then / row.time().seconds();
        double noise = 1 + 2 * row.time().spread();
        faster += ratio > noise ? 1 : 0;
        slower += ratio * noise < 1 ? 1 : 0;
      }
    }
    return "Of "
        + both
        + " works in both runs "
        + faster
        + " are faster than before by more than twice their spread, and "
        + slower
        + " slower.";
  }

  private static Chart roofline(List<Measurement> rows) {
    Chart chart =
        Chart.titled(
            "Arithmetic over what has to be moved",
            Axis.log("operations per byte"),
            Axis.log("GFLOP/s"));
    Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    for (Measurement row : rows) {
      String threads = row.threads() == 1 ? ", 1 thread" : ", " + row.threads() + " threads";
      groups.computeIfAbsent(row.backend() + threads, b -> new ArrayList<>()).add(row);
    }
    int colour = 0;
    for (Map.Entry<String, List<Measurement>> group : groups.entrySet()) {
      List<Measurement> own = group.getValue();
      List<Measurement> points =
          own.stream().filter(row -> row.gflops() > 0 && row.item().traffic() > 0).toList();
      double[] x = points.stream().mapToDouble(Measurement::intensity).toArray();
      double[] y = points.stream().mapToDouble(Measurement::gflops).toArray();
      chart = chart.with(Series.points(group.getKey(), x, y).colour(colour));
      double memory =
          own.stream()
              .filter(row -> row.item().work().equals("stream"))
              .mapToDouble(row -> row.bytesPerSecond() / GIGA)
              .max()
              .orElse(Double.NaN);
      double peak = own.getFirst().peak();
      if (peak > 0 && memory > 0) {
        double from = 0.25;
        double to = 512;
        double edge = Math.clamp(peak / memory, from, to);
        chart =
            chart.with(
                Series.theory(
                        "",
                        new double[] {from, edge, to},
                        new double[] {
                          Math.min(peak, memory * from), Math.min(peak, memory * edge), peak
                        })
                    .colour(colour));
      }
      colour++;
    }
    return chart;
  }

  private static final List<String> COMPARED =
      List.of("backend", "work", "size", "threads", "before", "now", "before / now");

  private static List<String> header() {
    return List.of(
        "backend",
        "work",
        "size",
        "threads",
        "time",
        "spread",
        "GFLOP/s",
        "% of peak",
        "problems/s",
        "GB/s");
  }

  private static List<List<String>> table(List<Measurement> rows) {
    return rows.stream()
        .map(
            row ->
                List.of(
                    row.backend(),
                    row.item().work(),
                    row.item().size(),
                    String.valueOf(row.threads()),
                    BenchCommand.seconds(row.time().seconds()),
                    Figures.of(row.time().spread()),
                    figure(row.gflops()),
                    figure(row.percentOfPeak()),
                    figure(row.problemsPerSecond()),
                    figure(row.bytesPerSecond() / GIGA)))
        .toList();
  }

  private static List<List<String>> compared(List<Measurement> rows, Map<String, Double> before) {
    return rows.stream()
        .filter(row -> before.containsKey(row.key()))
        .map(
            row ->
                List.of(
                    row.backend(),
                    row.item().work(),
                    row.item().size(),
                    String.valueOf(row.threads()),
                    BenchCommand.seconds(before.get(row.key())),
                    BenchCommand.seconds(row.time().seconds()),
                    figure(before.get(row.key()) / row.time().seconds())))
        .toList();
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "" : Figures.of(value);
  }
}
