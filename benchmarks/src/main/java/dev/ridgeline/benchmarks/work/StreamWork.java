// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;

/**
 * The Gram matrix of a design too tall to hold, chunk by chunk: gram with beta = 1. One chunk of
 * rows stands for all of them, so memory is the Gram matrix and that chunk.
 */
public final class StreamWork {
  private StreamWork() {}

  /**
   * Prepares it.
   *
   * @param backend cpu-simd or reference
   * @param rows rows of the whole stream, a multiple of {@code chunk}
   * @param chunk rows of a chunk
   * @param features p
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(String backend, int rows, int chunk, int features, int threads) {
    int chunks = rows / chunk;
    double[] x = Operands.normal(chunk * features, 41);
    OpenBackend ours = OpenBackend.open(backend, threads);
    Block block = ours.backend().upload(MatrixBatch.ofColumnMajor(x, chunk, features, 1));
    Block g = ours.backend().allocate(features, features, 1);
    return Work.of(
        (double) rows * features * (features + 1),
        () -> {
          for (int i = 0; i < chunks; i++) {
            double beta = i == 0 ? 0 : 1;
            ours.backend().gram(Transpose.NO, block, Side.PRIMAL, Weighting.NONE, beta, g);
          }
        },
        () -> {
          double[] once = ours.backend().download(g);
          for (int i = 0; i < once.length; i++) {
            once[i] /= chunks;
          }
          return Operands.productResidual(true, x, x, once, features, features, chunk) / chunks;
        },
        ours::close);
  }
}
