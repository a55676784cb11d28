// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;

/**
 * What a user of {@link TransferRidge} waits for: a source path of 50 penalties with leave-one-out,
 * and the target fitted from each; n0 = p / 2 source rows, n1 = p / 10 target rows.
 */
public final class TransferWork {
  private static final int PENALTIES = 50;

  private TransferWork() {}

  /**
   * Prepares it.
   *
   * @param backend cpu-simd or reference
   * @param features p
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(String backend, int features, int threads) {
    int n0 = Math.max(2, features / 2);
    int n1 = Math.max(2, features / 10);
    Matrix x0 = Matrix.ofColumnMajor(Operands.normal(n0 * features, 21), n0, features);
    Matrix x1 = Matrix.ofColumnMajor(Operands.normal(n1 * features, 22), n1, features);
    double[] y0 = Operands.normal(n0, 23);
    double[] y1 = Operands.normal(n1, 24);
    Ridgeline ridgeline = Ridgeline.builder().backend(backend).threads(threads).open();
    ResponseFit[] fitted = new ResponseFit[1];
    return Work.of(
        0,
        () -> fitted[0] = fit(ridgeline, x0, y0, x1, y1),
        () -> {
          try (Ridgeline plain = Ridgeline.builder().backend(Peers.REFERENCE).threads(1).open()) {
            double[] expected = losses(fit(plain, x0, y0, x1, y1));
            return Operands.relative(losses(fitted[0]), expected) / (1e3 * features);
          }
        },
        ridgeline::close);
  }

  private static double[] losses(ResponseFit fit) {
    double[] losses = new double[PENALTIES];
    for (int j = 0; j < PENALTIES; j++) {
      losses[j] = fit.loss(j, 0);
    }
    return losses;
  }

  private static ResponseFit fit(
      Ridgeline ridgeline, Matrix x0, double[] y0, Matrix x1, double[] y1) {
    return TransferRidge.on(ridgeline)
        .preparation(Preparation.DEFAULT.withoutIntercept())
        .source(Sample.of(x0, y0))
        .sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, PENALTIES))
        .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, 0.1))
        .target(Sample.of(x1, y1))
        .fit()
        .only();
  }
}
