// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.phase.PhaseCell;
import dev.ridgeline.experiments.phase.PhaseResult;
import dev.ridgeline.experiments.phase.PhaseSweep;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import dev.ridgeline.workbench.random.Rng;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The paper's isotropic sweep, draws and grid optima: gamma = 2, 21 alignments, 50 penalties, n1 =
 * p / 10; by default p = 500 and 10 seeds. As the command does, seeds go to the threads and each is
 * computed on one.
 */
public final class SweepWork {
  private static final int ALIGNMENTS = 21;
  private static final double GAMMA = 2;

  private SweepWork() {}

  /**
   * Prepares it.
   *
   * @param backend cpu-simd or reference
   * @param dimension p
   * @param seeds number of seeds
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(String backend, int dimension, int seeds, int threads) {
    Ridgeline ridgeline = Ridgeline.builder().backend(backend).threads(1).open();
    PhaseSweep sweep = sweep(ridgeline, dimension);
    Setting setting = new Setting(GAMMA, CovarianceKind.ISOTROPIC, dimension);
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    Workers workers = new Workers(pool, threads);
    PhaseResult[] results = new PhaseResult[seeds];
    return Work.of(
        0,
        () ->
            workers.run(seeds, seed -> results[seed] = sweep.run(PhaseCell.of(setting, 42 + seed))),
        () -> residual(results[0], setting),
        () -> {
          pool.shutdownNow();
          ridgeline.close();
        });
  }

  private static PhaseSweep sweep(Ridgeline ridgeline, int dimension) {
    double[] rho = new double[ALIGNMENTS];
    for (int t = 0; t < ALIGNMENTS; t++) {
      rho[t] = 0.5 + t / (ALIGNMENTS - 1.0);
    }
    return new PhaseSweep(
        CellBackend.of(ridgeline),
        Rng.DEFAULT,
        rho,
        LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50),
        Math.max(1, dimension / 10),
        1,
        0.1,
        0.1,
        false);
  }

  /** The risks of the first seed against those of the plain backend on the same draws. */
  private static double residual(PhaseResult result, Setting setting) {
    try (Ridgeline plain = Ridgeline.builder().backend(Peers.REFERENCE).threads(1).open()) {
      PhaseResult expected = sweep(plain, setting.dimension()).run(PhaseCell.of(setting, 42));
      // risks are sums of squares of p coefficients whose systems have a condition of some 1e3
      double amplification = 1e3 * setting.dimension();
      return Operands.relative(result.transferRisk(), expected.transferRisk()) / amplification;
    }
  }
}
