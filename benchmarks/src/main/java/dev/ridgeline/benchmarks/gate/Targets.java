// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.gate;

import dev.ridgeline.benchmarks.KernelWarmUp;
import dev.ridgeline.benchmarks.Limits;
import dev.ridgeline.benchmarks.report.Verdict;
import dev.ridgeline.benchmarks.work.FactorWork;
import dev.ridgeline.benchmarks.work.GemmWork;
import dev.ridgeline.benchmarks.work.GramWork;
import dev.ridgeline.benchmarks.work.LeaveOneOutWork;
import dev.ridgeline.benchmarks.work.PathWork;
import dev.ridgeline.benchmarks.work.Peers;
import dev.ridgeline.benchmarks.work.ReduceSolveWork;
import dev.ridgeline.benchmarks.work.SmallBatchWork;
import dev.ridgeline.benchmarks.work.SweepWork;
import dev.ridgeline.workbench.bench.Work;
import java.util.List;
import java.util.function.Consumer;

/** The targets that compare works inside one process: all but those against a whole program. */
final class Targets {
  /** An implementation of a verb at a size. */
  @FunctionalInterface
  private interface Opener {
    Work open(String peer, int n, int threads);
  }

  private static final int COUNT = 10_000;
  private static final int PENALTIES = 50;
  private static final double SCALING = 1.8;
  private static final double WARM_SECONDS = 2;
  private static final int STREAM_BYTES = 1 << 27;

  private final Consumer<Verdict> found;
  private final Pairing pairing;
  private final Pairing few;
  private final int all = Runtime.getRuntime().availableProcessors();

  /**
   * Prepares.
   *
   * @param found takes every figure as it comes
   * @param pairing for works of milliseconds
   * @param few for works of seconds
   */
  Targets(Consumer<Verdict> found, Pairing pairing, Pairing few) {
    this.found = found;
    this.pairing = pairing;
    this.few = few;
  }

  void measure(String target) {
    switch (target) {
      case "P1" -> products();
      case "P2" -> factors();
      case "P3" -> batches();
      case "P4" -> reductions();
      case "P5" -> leaveOneOut();
      case "P8" -> javaPeers();
      case "P9" -> scaling();
      default -> throw new IllegalArgumentException("no target '" + target + "'");
    }
  }

  private void products() {
    for (int threads : List.of(1, all)) {
      for (int n : List.of(64, 100, 128, 250, 480, 500, 960, 1920)) {
        double required = n <= 500 ? 1 : 0.9;
        duel("P1", "dgemm n=" + n, GemmWork::open, Peers.OPENBLAS, n, threads, required);
        duel("P1", "dsyrk n=" + n, GramWork::open, Peers.OPENBLAS, n, threads, required);
      }
    }
  }

  private void factors() {
    for (int threads : List.of(1, all)) {
      for (int n : List.of(64, 128, 250, 480, 960, 2000)) {
        duel("P2", "dpotrf n=" + n, FactorWork::open, Peers.OPENBLAS, n, threads, 1.2);
      }
    }
  }

  private void batches() {
    Opener batch = (peer, n, threads) -> SmallBatchWork.open(peer, n, COUNT, threads);
    for (int threads : List.of(1, all)) {
      for (int n : List.of(16, 24, 31, 32, 48, 64)) {
        String work = COUNT + " systems n=" + n;
        duel("P3", work, batch, Peers.OPENBLAS, n, threads, 3);
      }
    }
  }

  private void reductions() {
    Opener path = (peer, n, threads) -> ReduceSolveWork.open(peer, n, PENALTIES, threads);
    for (int n : List.of(250, 480, 960, 2000)) {
      String work = "50 penalties n=" + n;
      duel("P4", work, path, Peers.OPENBLAS, n, 1, n <= 250 ? 8 : 10);
    }
  }

  private void leaveOneOut() {
    Opener exact = (peer, n, threads) -> LeaveOneOutWork.open(peer, n, PENALTIES, threads);
    for (int n : List.of(250, 500, 1000)) {
      duel("P5", "leave-one-out n=" + n, exact, Peers.OPENBLAS, n, 1, 3);
    }
  }

  private void javaPeers() {
    for (String peer : List.of(Peers.EJML, Peers.OJALGO, Peers.NETLIB)) {
      for (int n : List.of(64, 250, 960)) {
        duel("P8", "dgemm n=" + n, GemmWork::open, peer, n, 1, 3);
        duel("P8", "dsyrk n=" + n, GramWork::open, peer, n, 1, 3);
        duel("P8", "dpotrf n=" + n, FactorWork::open, peer, n, 1, 3);
      }
    }
    Opener batch = (peer, n, threads) -> SmallBatchWork.open(peer, n, COUNT, threads);
    Opener path = (peer, p, threads) -> PathWork.open(peer, p, PENALTIES, false, threads);
    for (String peer : List.of(Peers.SMILE, Peers.ND4J)) {
      duel("P8", COUNT + " systems n=32", batch, peer, 32, 1, 3);
      duel("P8", "path of 50, 500 x 250", path, peer, 250, 1, 3);
    }
  }

  private void duel(
      String target, String name, Opener opener, String peer, int n, int threads, double required) {
    try (Work ours = opener.open(Peers.SIMD, n, threads);
        Work theirs = opener.open(peer, n, threads)) {
      KernelWarmUp.run(ours);
      found.accept(timed(ours, theirs, threads).verdict(target, name, threads, peer, required));
    }
  }

  /**
   * Chooses the number of pairs by what one run takes when it is warm: a new size may take a path
   * that compiled code has not seen, and the first runs then say nothing of its speed.
   */
  private Pairing.Times timed(Work ours, Work theirs, int threads) {
    double once = Pairing.warm(ours, WARM_SECONDS) + Pairing.warm(theirs, WARM_SECONDS);
    return (once > 0.5 ? few : pairing).measure(ours, theirs, threads);
  }

  private void scaling() {
    try (Work one = SweepWork.open(Peers.SIMD, 500, 10, 1);
        Work many = SweepWork.open(Peers.SIMD, 500, 10, all)) {
      scaling("the paper's sweep", one, many);
    }
    for (int n : List.of(16, 24, 32)) {
      try (Work one = SmallBatchWork.open(Peers.SIMD, n, COUNT, 1);
          Work many = SmallBatchWork.open(Peers.SIMD, n, COUNT, all)) {
        scaling(COUNT + " systems n=" + n, one, many);
      }
    }
    double one = Limits.memoryStream(1, STREAM_BYTES);
    double stream = Limits.memoryStream(all, STREAM_BYTES);
    System.err.printf("memory stream: %.1f GB/s on 1 thread, %.1f on %d%n", one, stream, all);
    for (int n : List.of(48, 64)) {
      larger(n, stream);
    }
  }

  private void scaling(String name, Work one, Work many) {
    KernelWarmUp.run(one);
    Pairing.Times times = timed(many, one, 1);
    String peer = "1 thread";
    found.accept(times.verdict("P9", name, all, peer, SCALING));
  }

  /**
   * A batch beyond the caches reads the lower triangles and writes as many factors. It meets the
   * target when it scales like the small ones; otherwise the stream of memory is its peer.
   */
  private void larger(int n, double stream) {
    try (Work one = SmallBatchWork.open(Peers.SIMD, n, COUNT, 1);
        Work many = SmallBatchWork.open(Peers.SIMD, n, COUNT, all)) {
      KernelWarmUp.run(one);
      Pairing.Times times = timed(many, one, 1);
      String name = COUNT + " systems n=" + n;
      if (times.ratio() >= SCALING) {
        found.accept(times.verdict("P9", name, all, "1 thread", SCALING));
        return;
      }
      double atStream = 8e-9 * COUNT * n * (n + 1) / stream;
      double median = Pairing.median(times.ours());
      double least = Pairing.least(times.ours());
      String peer = "memory stream";
      found.accept(
          new Verdict(
              "P9", name, all, peer, median, atStream, atStream / median, atStream / least, 0.9));
    }
  }
}
