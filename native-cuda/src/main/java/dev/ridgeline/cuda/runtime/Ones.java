// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.spi.Scope;
import java.util.Arrays;

/** A column of ones on the device, as long as was ever asked for; it ends with the device. */
final class Ones {
  private static final int AT_LEAST = 1024;

  private final Lane lane;
  private DeviceMemory column;
  private int length;

  Ones(Lane lane) {
    this.lane = lane;
  }

  DeviceMemory atLeast(int wanted) {
    if (wanted > length) {
      int next = Math.max(wanted, AT_LEAST);
      try (Scope scope = new Scope()) {
        DeviceMemory made = scope.add(lane.allocate(8L * next));
        fill(made.in(lane), next);
        // a column that is not full is never kept
        if (column != null) {
          column.close();
        }
        column = scope.keep(made);
        length = next;
      }
    }
    return column;
  }

  private void fill(long pointer, int all) {
    double[] ones = new double[Math.min(all, AT_LEAST)];
    Arrays.fill(ones, 1);
    lane.vectors().upload(pointer, ones, 0, ones.length);
    for (int done = ones.length; done < all; ) {
      // doubled on the device: a long column crosses once, and short
      int more = Math.min(done, all - done);
      lane.api().copyOnDevice(pointer + 8L * done, pointer, 8L * more, lane.stream());
      done += more;
    }
  }
}
