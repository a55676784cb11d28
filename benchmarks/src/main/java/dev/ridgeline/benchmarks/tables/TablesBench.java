// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.tables;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.simd.kernel.Warmup;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Whole fits of one table by this library, in this JVM: the other side of {@code
 * benchmarks/peers/ridge_cv.py}, over the same files and with the same line of JSON at the end.
 */
public final class TablesBench {
  private static final int FOLDS = 10;

  /** Short fits run often until C2 has what drives the kernels, too. */
  private static final Duration WARM = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double MB = 1 << 20;

  /** Bytes on the heap after the fullest collection. */
  private final AtomicLong peak = new AtomicLong();

  private final String kind;
  private final Sample sample;
  private final LambdaGrid penalties;

  private TablesBench(String kind, Sample sample, LambdaGrid penalties) {
    this.kind = kind;
    this.sample = sample;
    this.penalties = penalties;
  }

  /** What one run leaves behind, so that none of it is dead code. */
  private record Outcome(RidgeFit fit, double checksum) {}

  /**
   * Measures one work.
   *
   * @param args name of the work, its folder, number of timed runs
   * @throws IOException when the folder cannot be read
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: TablesBench WORK DIR REPEATS");
      System.exit(2);
    }
    Path folder = Path.of(args[1]);
    Sample sample = Sample.of(Npy.read(folder.resolve("x.npy")), Npy.read(folder.resolve("y.npy")));
    String kind = args[0].substring(0, args[0].indexOf('-'));
    TablesBench bench = new TablesBench(kind, sample, grid(folder));
    bench.listen();
    try (Ridgeline ridgeline = Ridgeline.open()) {
      bench.measure(ridgeline, args[0], Integer.parseInt(args[2]));
    }
  }

  private static LambdaGrid grid(Path folder) throws IOException {
    String[] parts = Files.readString(folder.resolve("penalties.txt")).trim().split("\\s+", -1);
    double from = Math.log10(Double.parseDouble(parts[0]));
    double to = Math.log10(Double.parseDouble(parts[1]));
    int count = Integer.parseInt(parts[2]);
    return LambdaGrid.of(
        LambdaScale.MEAN,
        IntStream.range(0, count)
            .mapToDouble(k -> Math.pow(10, from + (to - from) * k / (count - 1)))
            .toArray());
  }

  private void measure(Ridgeline ridgeline, String work, int repeats)
      throws IOException, InterruptedException {
    run(ridgeline);
    Warmup.await(PATIENCE);
    long warm = System.nanoTime() + WARM.toNanos();
    do {
      run(ridgeline);
    } while (System.nanoTime() < warm);
    double[] seconds = new double[repeats];
    Outcome last = null;
    for (int i = 0; i < repeats; i++) {
      long begin = System.nanoTime();
      last = run(ridgeline);
      seconds[i] = (System.nanoTime() - begin) / 1e9;
    }
    Arrays.sort(seconds);
    double median = (seconds[(repeats - 1) / 2] + seconds[repeats / 2]) / 2;
    System.gc();
    double live = heap() / MB;
    RidgeFit fit = last.fit();
    System.out.printf(
        Locale.ROOT,
        "{\"work\": \"%s\", \"engine\": \"ridgeline %s\", \"seconds_median\": %.6g,"
            + " \"seconds_min\": %.6g, \"peak_rss_mb\": %.1f, \"peak_heap_mb\": %.1f,"
            + " \"live_heap_mb\": %.1f, \"table_mb\": %.1f, \"best_alpha\": %.9g,"
            + " \"best_loss\": %.12g, \"checksum\": %.12g}%n",
        work,
        ridgeline.backend().name(),
        median,
        seconds[0],
        peakResident(),
        peak.get() / MB,
        live,
        8.0 * sample.rows() * (sample.features() + sample.responses()) / MB,
        fit.lambda(0) * sample.rows(),
        fit.scores(0)[fit.best(0)],
        last.checksum());
  }

  /** One run: the part that follows the library's API, all else here does not. */
  private Outcome run(Ridgeline ridgeline) {
    RidgeCv estimator = RidgeCv.on(ridgeline).penalties(penalties);
    if (kind.equals("fold")) {
      estimator = estimator.criterion(new Criterion.KFold(FOLDS, 1));
    }
    RidgeFit fit = estimator.fit(sample);
    double checksum = Arrays.stream(fit.intercepts()).sum();
    Matrix b = fit.coefficients();
    Matrix predicted = kind.equals("many") ? fit.predict(sample.x()) : null;
    for (int t = 0; t < sample.responses(); t++) {
      checksum += b.get(0, t) + (predicted == null ? 0 : predicted.get(0, t));
    }
    return new Outcome(fit, checksum);
  }

  private void listen() {
    Set<String> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> pool.getName())
            .collect(Collectors.toSet());
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                var data = (CompositeData) notification.getUserData();
                long used =
                    GarbageCollectionNotificationInfo.from(data)
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool -> pools.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum();
                peak.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
