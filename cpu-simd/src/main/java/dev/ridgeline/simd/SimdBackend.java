// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.batch.SmallFactor;
import dev.ridgeline.simd.blas.ColumnNorms;
import dev.ridgeline.simd.blas.Elementwise;
import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.lapack.BlockedFactor;
import dev.ridgeline.simd.lapack.ReducedBatch;
import dev.ridgeline.simd.lapack.Syevd;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.TransferStep;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;

/** The verbs on the Vector API. Safe for use by several threads at once on different blocks. */
final class SimdBackend implements Backend {
  private final Workers workers;
  private final DeviceInfo device;

  SimdBackend(Workers workers, DeviceInfo device) {
    this.workers = workers;
    this.device = device;
  }

  @Override
  public String name() {
    return SimdBackendProvider.NAME;
  }

  @Override
  public DeviceInfo device() {
    return device;
  }

  @Override
  public Block allocate(int rows, int columns, int count) {
    return HostBlock.allocate(rows, columns, count);
  }

  @Override
  public Block upload(MatrixBatch host) {
    return HostBlock.of(host);
  }

  @Override
  public void download(Block block, double[] target, int offset) {
    Elementwise.download(workers, HostBlock.from(block), target, offset);
  }

  @Override
  public void gram(Transpose trans, Block x, Side side, Weighting weighting, double beta, Block g) {
    Products.gram(workers, trans, HostBlock.from(x), side, weighting, beta, HostBlock.from(g));
  }

  @Override
  public Factor factor(Block g, double mu) {
    return isSmall(g)
        ? SmallFactor.of(workers, HostBlock.from(g), mu)
        : new BlockedFactor(workers, HostBlock.from(g), mu);
  }

  @Override
  public Info posv(Block g, double mu, Block b) {
    return isSmall(g)
        ? SmallFactor.posv(workers, HostBlock.from(g), mu, HostBlock.from(b))
        : Backend.super.posv(g, mu, b);
  }

  private static boolean isSmall(Block g) {
    return g.rows() <= BlockSizes.current().smallOrder();
  }

  @Override
  public Reduced reduce(Block g, Purpose purpose) {
    return ReducedBatch.of(workers, g, purpose);
  }

  @Override
  public Spectrum syevd(Block g, boolean vectors) {
    return Syevd.run(workers, g, vectors);
  }

  @Override
  public void gemm(
      Transpose transA, Transpose transB, double alpha, Block a, Block b, double beta, Block c) {
    Products.gemm(
        workers,
        transA,
        transB,
        alpha,
        HostBlock.from(a),
        HostBlock.from(b),
        beta,
        HostBlock.from(c));
  }

  @Override
  public void geam(Transpose transA, double alpha, Block a, double beta, Block b, Block c) {
    Elementwise.geam(
        workers, transA, alpha, HostBlock.from(a), beta, HostBlock.from(b), HostBlock.from(c));
  }

  @Override
  public void shiftDiagonal(double mu, Block g) {
    Elementwise.shiftDiagonal(mu, HostBlock.from(g));
  }

  @Override
  public void dgmm(Placement placement, Block a, Block d, Block c) {
    Elementwise.dgmm(workers, placement, HostBlock.from(a), HostBlock.from(d), HostBlock.from(c));
  }

  @Override
  public void hadamard(Block a, Block b, Block c) {
    Elementwise.hadamard(workers, HostBlock.from(a), HostBlock.from(b), HostBlock.from(c));
  }

  @Override
  public void divide(Block a, Block d, Block c) {
    Elementwise.divide(workers, HostBlock.from(a), HostBlock.from(d), HostBlock.from(c));
  }

  @Override
  public void weightedColumnNorms(Block b, Block w, Block sigma, Block out) {
    ColumnNorms.weighted(
        workers, HostBlock.from(b), HostBlock.from(w), HostBlock.from(sigma), HostBlock.from(out));
  }

  @Override
  public void dots(Block a, Block b, Block out) {
    ColumnNorms.dots(workers, HostBlock.from(a), HostBlock.from(b), HostBlock.from(out));
  }

  @Override
  public Info transferRisk(TransferStep step) {
    return SimdTransferStep.serves(step)
        ? SimdTransferStep.run(workers, step)
        : Backend.super.transferRisk(step);
  }

  @Override
  public void close() {}
}
