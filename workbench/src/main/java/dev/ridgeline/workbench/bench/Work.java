// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import java.util.function.DoubleSupplier;

/**
 * One operation, ready to be timed: operands are in place where its implementation wants them.
 * Every call of {@link #run} does the same work from the same input. Belongs to one thread.
 */
public interface Work extends AutoCloseable {
  /** Residuals in units of rounding at or above this are errors (LAPACK's tests use the same). */
  double WRONG = 30;

  /** Does the work once; what it needs restored, it restores, on the clock, as its peers do. */
  void run();

  /**
   * How wrong the result of the last {@link #run} is, against plain arithmetic.
   *
   * @return a residual scaled by sizes, norms and the unit of rounding; below {@link #WRONG} it is
   *     right
   */
  double residual();

  /**
   * Arithmetic of one run as LAPACK counts it for the classical algorithm, whatever algorithm is
   * used.
   *
   * @return floating-point operations, 0 where a count would say nothing
   */
  double flops();

  /** Releases native memory and threads. */
  @Override
  void close();

  /**
   * Runs once and throws if the result is wrong.
   *
   * @param name what to say in the message
   * @return this
   * @throws IllegalStateException when the residual is not below {@link #WRONG}
   */
  default Work verified(String name) {
    run();
    double residual = residual();
    if (!(residual < WRONG)) {
      throw new IllegalStateException(
          name + " computed a wrong result: scaled residual " + residual);
    }
    return this;
  }

  /**
   * Composes a work.
   *
   * @param flops see {@link #flops}
   * @param run see {@link #run}
   * @param residual see {@link #residual}
   * @param release called by {@link #close}
   * @return the work
   */
  static Work of(double flops, Runnable run, DoubleSupplier residual, Runnable release) {
    return new Work() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public double residual() {
        return residual.getAsDouble();
      }

      @Override
      public double flops() {
        return flops;
      }

      @Override
      public void close() {
        release.run();
      }
    };
  }
}
