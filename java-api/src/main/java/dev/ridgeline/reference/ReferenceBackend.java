// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;

/**
 * Every verb in plain Java, one item after the other: fallback, documentation and oracle.
 *
 * <p>Keeps no state: safe for use by several threads, and nothing needs closing. Sums are taken in
 * an order that depends on the shape of one item only, so an item has the same bits in any batch.
 */
final class ReferenceBackend implements Backend {
  static final String NAME = "reference";

  /** Opens the backend; it owns nothing. */
  ReferenceBackend() {}

  static DeviceInfo describe() {
    Runtime runtime = Runtime.getRuntime();
    return new DeviceInfo(
        System.getProperty("os.arch") + ", one thread", "scalar", runtime.maxMemory());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DeviceInfo device() {
    return describe();
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
    Elementwise.download(HostBlock.from(block), target, offset);
  }

  @Override
  public void gram(Transpose trans, Block x, Side side, Weighting weighting, double beta, Block g) {
    Gram.run(trans, HostBlock.from(x), side, weighting, beta, HostBlock.from(g));
  }

  @Override
  public Factor factor(Block g, double mu) {
    return new CholeskyFactor(HostBlock.from(g), mu);
  }

  @Override
  public Reduced reduce(Block g, Purpose purpose) {
    return new TridiagonalReduced(HostBlock.from(g));
  }

  @Override
  public Spectrum syevd(Block g, boolean vectors) {
    return SymmetricEigen.run(HostBlock.from(g), vectors);
  }

  @Override
  public void gemm(
      Transpose transA, Transpose transB, double alpha, Block a, Block b, double beta, Block c) {
    Gemm.run(transA, transB, alpha, HostBlock.from(a), HostBlock.from(b), beta, HostBlock.from(c));
  }

  @Override
  public void geam(Transpose transA, double alpha, Block a, double beta, Block b, Block c) {
    Elementwise.geam(transA, alpha, HostBlock.from(a), beta, HostBlock.from(b), HostBlock.from(c));
  }

  @Override
  public void shiftDiagonal(double mu, Block g) {
    Elementwise.shiftDiagonal(mu, HostBlock.from(g));
  }

  @Override
  public void dgmm(Placement placement, Block a, Block d, Block c) {
    Elementwise.dgmm(placement, HostBlock.from(a), HostBlock.from(d), HostBlock.from(c));
  }

  @Override
  public void hadamard(Block a, Block b, Block c) {
    Elementwise.hadamard(HostBlock.from(a), HostBlock.from(b), HostBlock.from(c));
  }

  @Override
  public void divide(Block a, Block d, Block c) {
    Elementwise.divide(HostBlock.from(a), HostBlock.from(d), HostBlock.from(c));
  }

  @Override
  public void weightedColumnNorms(Block b, Block w, Block sigma, Block out) {
    ColumnNorms.weighted(
        HostBlock.from(b), HostBlock.from(w), HostBlock.from(sigma), HostBlock.from(out));
  }

  @Override
  public void dots(Block a, Block b, Block out) {
    ColumnNorms.dots(HostBlock.from(a), HostBlock.from(b), HostBlock.from(out));
  }

  /** Nothing to release. */
  @Override
  public void close() {}
}
