// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.DeviceMemoryException;
import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.memory.Transfers;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Device;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.cuda.solver.Columns;
import dev.ridgeline.cuda.solver.DeviceFactor;
import dev.ridgeline.cuda.solver.DeviceReduced;
import dev.ridgeline.cuda.solver.Eigen;
import dev.ridgeline.cuda.solver.Elements;
import dev.ridgeline.cuda.solver.Products;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Pieces;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.TransferStep;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The verbs on a GPU. Blocks stay on the device; calls are queued in a lane of the calling thread
 * and waited for when a result is downloaded or an outcome is read.
 *
 * <p>Bits: an item is computed by the same calls in any batch, but cuBLAS may choose another kernel
 * for another number of items; the same call gives the same bits every time on one device.
 */
final class CudaBackend implements Backend {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline.cuda");

  /** Blocks of the algorithms, and what a verb allocates for itself, share the device. */
  private static final int SHARE_OF_A_VERB = 4;

  private final Device device;
  private final DeviceInfo info;
  private final Crossovers crossovers;
  private final long budget;

  CudaBackend(Device device, DeviceInfo info, Crossovers crossovers, int threads) {
    this.device = device;
    this.info = info;
    this.crossovers = crossovers;
    // cells of a run compute side by side, each on a thread that the backend does not know of
    int atOnce = Math.max(threads, Runtime.getRuntime().availableProcessors());
    this.budget = info.memoryBytes() / SHARE_OF_A_VERB / atOnce;
  }

  @Override
  public String name() {
    return CudaBackendProvider.NAME;
  }

  @Override
  public DeviceInfo device() {
    return info;
  }

  @Override
  public Optional<String> lost() {
    return device.lost();
  }

  private void run(Consumer<Lane> work) {
    device.run(
        lane -> {
          work.accept(lane);
          return null;
        });
  }

  @Override
  public Block allocate(int rows, int columns, int count) {
    return device.run(lane -> DeviceBlock.allocate(lane, rows, columns, count));
  }

  @Override
  public Block upload(MatrixBatch host) {
    return device.run(lane -> Transfers.upload(lane, host));
  }

  @Override
  public void download(Block block, double[] target, int offset) {
    run(lane -> Transfers.download(lane, DeviceBlock.from(block), target, offset));
  }

  @Override
  public void gram(Transpose trans, Block x, Side side, Weighting weighting, double beta, Block g) {
    run(
        lane ->
            Products.gram(
                lane, trans, DeviceBlock.from(x), side, weighting, beta, DeviceBlock.from(g)));
  }

  @Override
  public Factor factor(Block g, double mu) {
    return new DeviceFactor(device, DeviceBlock.from(g), mu, crossovers);
  }

  @Override
  public Reduced reduce(Block g, Purpose purpose) {
    return new DeviceReduced(device, DeviceBlock.from(g), crossovers, budget);
  }

  @Override
  public Spectrum syevd(Block g, boolean vectors) {
    return Eigen.syevd(device, DeviceBlock.from(g), vectors, crossovers);
  }

  @Override
  public void gemm(
      Transpose transA, Transpose transB, double alpha, Block a, Block b, double beta, Block c) {
    run(
        lane ->
            Products.gemm(
                lane,
                transA,
                transB,
                alpha,
                DeviceBlock.from(a),
                DeviceBlock.from(b),
                beta,
                DeviceBlock.from(c)));
  }

  @Override
  public void geam(Transpose transA, double alpha, Block a, double beta, Block b, Block c) {
    run(
        lane ->
            Elements.geam(
                lane,
                transA,
                alpha,
                DeviceBlock.from(a),
                beta,
                DeviceBlock.from(b),
                DeviceBlock.from(c)));
  }

  @Override
  public void shiftDiagonal(double mu, Block g) {
    run(lane -> Elements.shiftDiagonal(lane, mu, DeviceBlock.from(g)));
  }

  @Override
  public void dgmm(Placement placement, Block a, Block d, Block c) {
    run(
        lane ->
            Elements.dgmm(
                lane, placement, DeviceBlock.from(a), DeviceBlock.from(d), DeviceBlock.from(c)));
  }

  @Override
  public void hadamard(Block a, Block b, Block c) {
    run(
        lane ->
            Elements.hadamard(lane, DeviceBlock.from(a), DeviceBlock.from(b), DeviceBlock.from(c)));
  }

  @Override
  public void weightedColumnNorms(Block b, Block w, Block sigma, Block out) {
    run(
        lane ->
            Columns.weightedNorms(
                lane,
                DeviceBlock.from(b),
                DeviceBlock.from(w),
                DeviceBlock.from(sigma),
                DeviceBlock.from(out)));
  }

  @Override
  public void dots(Block a, Block b, Block out) {
    run(
        lane ->
            Columns.dots(lane, DeviceBlock.from(a), DeviceBlock.from(b), DeviceBlock.from(out)));
  }

  /** All items at once, or half as many at a time when the device's memory is spent. */
  @Override
  public Info transferRisk(TransferStep step) {
    int count = step.risk().count();
    int[] outcomes = new int[count];
    Pieces.run(
        count,
        Math.max(1, count),
        (from, items) -> {
          TransferStep part = items == count ? step : slice(step, from, items);
          int[] values = Backend.super.transferRisk(part).values();
          System.arraycopy(values, 0, outcomes, from, items);
        },
        DeviceMemoryException.class::isInstance,
        (items, next) ->
            LOGGER.log(
                System.Logger.Level.INFO,
                "cuda: out of memory with {0} targets at once, continuing with {1}",
                items,
                next));
    return () -> Arrays.copyOf(outcomes, count);
  }

  private static TransferStep slice(TransferStep step, int from, int items) {
    return new TransferStep(
        step.trans(),
        part(step.x(), from, items),
        part(step.y(), from, items),
        part(step.prior(), from, items),
        part(step.truth(), from, items),
        part(step.sigma(), from, items),
        step.mu(),
        part(step.risk(), from, items));
  }

  private static Block part(Block block, int from, int items) {
    return block == null ? null : block.items(from, items);
  }

  @Override
  public void close() {
    device.close();
  }
}
