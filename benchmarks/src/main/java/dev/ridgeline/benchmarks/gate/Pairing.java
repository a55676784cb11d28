// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.gate;

import dev.ridgeline.benchmarks.report.Verdict;
import dev.ridgeline.workbench.bench.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Measures two works in turn, A B B A A B ..., so that what changes on the machine meanwhile hits
 * both. A turn is as many runs as fill a slice of time; both orders occur equally often.
 *
 * <p>After a turn of a peer with several threads there is a rest: OpenBLAS's threads spin for a
 * while after their last call, and would take a core from whoever comes next.
 */
final class Pairing {
  private static final double SLICE_SECONDS = 0.04;
  private static final long REST_MILLIS = 120;

  private final int pairs;
  private final double warmUpSeconds;

  /** Times of one side, seconds for one run, one number per pair. */
  record Times(double[] ours, double[] theirs) {
    double ratio() {
      double[] ratios = new double[ours.length];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = theirs[i] / ours[i];
      }
      return median(ratios);
    }

    double best() {
      return least(theirs) / least(ours);
    }

    Verdict verdict(String target, String work, int threads, String peer, double required) {
      return new Verdict(
          target, work, threads, peer, median(ours), median(theirs), ratio(), best(), required);
    }
  }

  Pairing(int pairs, double warmUpSeconds) {
    this.pairs = pairs;
    this.warmUpSeconds = warmUpSeconds;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  /** Checks both results, warms both, and measures. */
  Times measure(Work ours, Work theirs, int threads) {
    long rest = threads > 1 ? REST_MILLIS : 0;
    theirs.verified("the peer");
    int theirRuns = runsPerTurn(theirs);
    pause(rest);
    ours.verified("Ridgeline");
    int ourRuns = runsPerTurn(ours);
    // the first pair is thrown away: caches and clocks settle
    return alternate(
        pairs + 1,
        () -> seconds(ours, ourRuns),
        () -> {
          double seconds = seconds(theirs, theirRuns);
          pause(rest);
          return seconds;
        });
  }

  /** How many runs fill a slice, found while the processor gets used to the work. */
  private int runsPerTurn(Work work) {
    return (int) Math.max(1, Math.min(1_000_000, SLICE_SECONDS / warm(work, warmUpSeconds)));
  }

  /** Runs for so many seconds, at least once, and returns the seconds of the fastest run. */
  static double warm(Work work, double warmUpSeconds) {
    long start = System.nanoTime();
    double fastest = Double.POSITIVE_INFINITY;
    do {
      fastest = Math.min(fastest, seconds(work, 1));
    } while ((System.nanoTime() - start) * 1e-9 < warmUpSeconds);
    return fastest;
  }

  static double seconds(Work work, int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    return (System.nanoTime() - start) * 1e-9 / runs;
  }

  /** Takes turns; the first pair is not counted. */
  static Times alternate(int pairs, DoubleSupplier ours, DoubleSupplier theirs) {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      if (i % 2 == 0) {
        a.add(ours.getAsDouble());
        b.add(theirs.getAsDouble());
      } else {
        b.add(theirs.getAsDouble());
        a.add(ours.getAsDouble());
      }
    }
    return new Times(counted(a), counted(b));
  }

  private static double[] counted(List<Double> seconds) {
    return seconds.stream().skip(1).mapToDouble(Double::doubleValue).toArray();
  }

  private static void pause(long millis) {
    if (millis == 0) {
      return;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
