// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.NO_VECTORS;
import static dev.ridgeline.cuda.binding.CudaApi.VECTORS;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Device;
import dev.ridgeline.cuda.runtime.DeviceMemory;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Spectrum;

/** Symmetric eigenproblems: one call for a batch of small ones where the library has it. */
public final class Eigen {
  private Eigen() {}

  /**
   * Eigenvalues and, if asked for, eigenvectors in memory of their own.
   *
   * @param device where
   * @param g n x n per item; lower triangle read, left as it is
   * @param vectors whether eigenvectors are wanted
   * @param crossovers batched or looped
   * @return closed by the caller
   */
  public static Spectrum syevd(
      Device device, DeviceBlock g, boolean vectors, Crossovers crossovers) {
    return device.run(
        lane -> {
          int n = g.rows();
          int count = g.count();
          try (Scope scope = new Scope()) {
            DeviceBlock values = scope.add(DeviceBlock.allocate(lane, n, 1, count));
            DeviceBlock work = scope.add(DeviceBlock.allocate(lane, n, n, count));
            Elements.geam(lane, Transpose.NO, 1, g, 0, null, work);
            int[] info = inPlace(lane, work, vectors, values, crossovers);
            scope.keep(values);
            return new Spectrum(values, vectors ? scope.keep(work) : null, info::clone);
          }
        });
  }

  /**
   * Eigenvalues ascending, and eigenvectors in the place of the matrices. Waits for the outcome.
   *
   * @return one number per item
   */
  static int[] inPlace(
      Lane lane, DeviceBlock g, boolean vectors, DeviceBlock values, Crossovers crossovers) {
    int n = g.rows();
    int count = g.count();
    if (g.isEmpty()) {
      return new int[count];
    }
    int jobz = vectors ? VECTORS : NO_VECTORS;
    try (DeviceMemory info = lane.allocate(4L * count)) {
      // by the order alone, so that an item has the same bits in any batch
      boolean batched = n <= crossovers.spectraBatchedUpTo() && Batches.spectra(n) > 0;
      if (batched && g.isFlat() && lane.api().hasSyevBatched()) {
        batched(lane, jobz, g, values, info);
      } else {
        looped(lane, jobz, g, values, info);
      }
      int[] outcomes = lane.vectors().downloadInts(info.in(lane), count);
      if (vectors) {
        Orthogonality.mend(lane, g, outcomes);
      }
      return outcomes;
    }
  }

  private static void looped(
      Lane lane, int jobz, DeviceBlock g, DeviceBlock values, DeviceMemory info) {
    int n = g.rows();
    int elements =
        lane.api().syevdBufferSize(lane.solver(), jobz, n, g.at(lane, 0), n, values.at(lane, 0));
    try (DeviceMemory work = workspace(lane, 8L * elements)) {
      for (int item = 0; item < g.count(); item++) {
        lane.api()
            .syevd(
                lane.solver(),
                jobz,
                n,
                g.at(lane, item),
                n,
                values.at(lane, item),
                work.in(lane),
                elements,
                info.in(lane) + 4L * item);
      }
    }
  }

  private static void batched(
      Lane lane, int jobz, DeviceBlock g, DeviceBlock values, DeviceMemory info) {
    int n = g.rows();
    Batches.run(
        g.count(),
        Batches.spectra(n),
        (from, items) -> {
          long a = g.at(lane, from);
          long w = values.at(lane, from);
          long[] bytes = lane.api().syevBatchedBufferSize(lane.solver(), jobz, n, a, n, w, items);
          try (DeviceMemory work = workspace(lane, bytes[0])) {
            lane.api()
                .syevBatched(
                    lane.solver(),
                    jobz,
                    n,
                    a,
                    n,
                    w,
                    work.in(lane),
                    bytes[0],
                    bytes[1],
                    info.in(lane) + 4L * from,
                    items);
          }
        });
  }

  /** Cleared: cuSOLVER has read workspaces before it wrote them. */
  private static DeviceMemory workspace(Lane lane, long bytes) {
    long size = Math.max(8, bytes);
    try (Scope scope = new Scope()) {
      DeviceMemory work = scope.add(lane.allocate(size));
      lane.api().memset(work.in(lane), 0, size, lane.stream());
      return scope.keep(work);
    }
  }
}
