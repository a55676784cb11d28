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
      close();
      pointer = made;
      length = next;
      double[] ones = new double[Math.min(next, AT_LEAST)];
      Arrays.fill(ones, 1);
      lane.vectors().upload(pointer, ones, 0, ones.length);
      for (int done = ones.length; done < next; ) {
        // doubled on the device: a long column crosses once, and short
        int more = Math.min(done, next - done);
        lane.api().copyOnDevice(pointer + 8L * done, pointer, 8L * more, lane.stream());
        done += more;
      }
    }
    return pointer;
  }

  @Override
  public void close() {
    if (length > 0) {
      length = 0;
      lane.api().free(pointer, lane.stream());
    }
  }
}
