// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Device;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Scope;

/** The factors of G + mu I, in a copy of G. */
public final class DeviceFactor implements Factor {
  private final Device device;
  private final int order;
  private final int count;
  private final CholeskyBatch factors;

  /**
   * Copies and factors.
   *
   * @param device where
   * @param g n x n per item, lower triangle read
   * @param mu shift of the diagonal
   * @param crossovers batched or looped
   */
  public DeviceFactor(Device device, DeviceBlock g, double mu, Crossovers crossovers) {
    this.device = device;
    this.order = g.rows();
    this.count = g.count();
    this.factors = device.run(lane -> new CholeskyBatch(lane, shifted(lane, g, mu), crossovers));
  }

  private static DeviceBlock shifted(Lane lane, DeviceBlock g, double mu) {
    try (Scope scope = new Scope()) {
      DeviceBlock copy = scope.add(DeviceBlock.allocate(lane, g.rows(), g.rows(), g.count()));
      Elements.geam(lane, Transpose.NO, 1, g, 0, null, copy);
      Elements.shiftDiagonal(lane, mu, copy);
      return scope.keep(copy);
    }
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Info info() {
    return () -> device.run(factors::info).clone();
  }

  @Override
  public void solve(Block b) {
    DeviceBlock x = DeviceBlock.from(b);
    device.run(
        lane -> {
          factors.solve(lane, x);
          return null;
        });
  }

  @Override
  public void close() {
    factors.close();
  }
}
