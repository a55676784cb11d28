// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import java.util.Arrays;

/** A column of ones on the device, as long as was ever asked for. */
final class Ones implements AutoCloseable {
  private static final int AT_LEAST = 1024;

  private final Lane lane;
  private long pointer;
  private int length;

  Ones(Lane lane) {
    this.lane = lane;
  }

  long atLeast(int wanted) {
    if (wanted > length) {
      int next = Math.max(wanted, AT_LEAST);
      long made = lane.api().malloc(8L * next, lane.stream());
      try {
        fill(made, next);
      } catch (RuntimeException failed) {
        lane.api().free(made, lane.stream());
        throw failed;
      }
      // a column that is not full is never kept
      close();
      pointer = made;
      length = next;
    }
    return pointer;
  }

  private void fill(long column, int all) {
    double[] ones = new double[Math.min(all, AT_LEAST)];
    Arrays.fill(ones, 1);
    lane.vectors().upload(column, ones, 0, ones.length);
    for (int done = ones.length; done < all; ) {
      // doubled on the device: a long column crosses once, and short
      int more = Math.min(done, all - done);
      lane.api().copyOnDevice(column + 8L * done, column, 8L * more, lane.stream());
      done += more;
    }
  }

  @Override
  public void close() {
    if (length > 0) {
      length = 0;
      lane.api().free(pointer, lane.stream());
    }
  }
}
