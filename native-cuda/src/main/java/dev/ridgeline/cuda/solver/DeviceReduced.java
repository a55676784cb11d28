// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Device;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Weighting;
import java.util.function.Function;

/**
 * A batch that is reduced when it is first asked something, since the cheaper form depends on how
 * many shifts are asked for at once.
 */
public final class DeviceReduced implements Reduced {
  private final Device device;
  private final DeviceBlock g;
  private final Crossovers crossovers;
  private final long budget;
  private ReducedForm form;
  private boolean spoiled;

  /**
   * Remembers what to reduce.
   *
   * @param device where
   * @param g n x n per item, this one's until closed
   * @param crossovers which form for how many shifts
   * @param budget bytes that the matrices of some shifts should take at most
   */
  public DeviceReduced(Device device, DeviceBlock g, Crossovers crossovers, long budget) {
    this.device = device;
    this.g = g;
    this.crossovers = crossovers;
    this.budget = budget;
  }

  private ReducedForm form(Lane lane, int shifts) {
    if (spoiled) {
      throw new IllegalStateException(
          "a reduction that ran out of memory has lost its matrices: reduce them again");
    }
    if (form == null) {
      if (crossovers.isSpectrum(g.rows(), shifts)) {
        spoiled = true; // in place: what fails on the way leaves neither matrices nor vectors
        form = new SpectralForm(lane, g, crossovers);
        spoiled = false;
      } else {
        form = new ShiftedForm(lane, g, crossovers, budget);
      }
    }
    return form;
  }

  private Info ask(int shifts, Function<ReducedForm, Function<Lane, int[]>> question) {
    int[] outcomes = device.run(lane -> question.apply(form(lane, shifts)).apply(lane));
    return outcomes::clone;
  }

  @Override
  public int order() {
    return g.rows();
  }

  @Override
  public int count() {
    return g.count();
  }

  @Override
  public Info solve(double[] mu, Block b, Block out) {
    DeviceBlock rhs = DeviceBlock.from(b);
    DeviceBlock x = DeviceBlock.from(out);
    return ask(mu.length, f -> lane -> f.solve(lane, mu, rhs, x));
  }

  @Override
  public Info traceInverse(double[] mu, Block out) {
    DeviceBlock traces = DeviceBlock.from(out);
    return ask(mu.length, f -> lane -> f.traceInverse(lane, mu, traces));
  }

  @Override
  public Info logDeterminant(double[] mu, Block out) {
    DeviceBlock logs = DeviceBlock.from(out);
    return ask(mu.length, f -> lane -> f.logDeterminant(lane, mu, logs));
  }

  @Override
  public Info leverages(
      Transpose trans, Block z, Weighting weighting, Basis basis, double[] mu, Block out) {
    DeviceBlock rows = DeviceBlock.from(z);
    DeviceBlock h = DeviceBlock.from(out);
    if (weighting.equals(Weighting.NONE) && basis.equals(Basis.NONE)) {
      return ask(mu.length, f -> lane -> f.leverages(lane, trans, rows, mu, h));
    }
    assert z != null : "the identity as it is";
    return ask(
        mu.length,
        f ->
            lane -> {
              try (DeviceBlock prepared =
                  Products.prepared(lane, trans, rows, weighting, basis, h.count())) {
                return f.leverages(lane, Transpose.NO, prepared, mu, h);
              }
            });
  }

  @Override
  public double[] extremes() {
    double[] ends = form == null ? null : form.extremes();
    return ends == null ? Reduced.super.extremes() : ends;
  }

  /** Known from the first question on; before it, what one shift would get. */
  @Override
  public Form form() {
    if (form != null) {
      return form.form();
    }
    return crossovers.isSpectrum(g.rows(), 1) ? Form.SPECTRUM : Form.CHOLESKY;
  }

  @Override
  public void close() {
    if (form != null) {
      form.close();
    }
  }
}
