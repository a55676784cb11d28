// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What tests that wait for compiled kernels share. */
public final class WarmKernels {
  /**
   * How long tests wait: seconds on a machine of one's own, and a busy one may need minutes; an
   * emulated one is given more by the system property {@code tests.patience}.
   */
  public static final Duration PATIENCE =
      Duration.ofMinutes(Integer.getInteger("tests.patience", 4));

  private WarmKernels() {}

  /** What is ready, and where the thread is that compiles: for the test that waited in vain. */
  public static String state() {
    return "tiles=%b single=%b columns=%b shifted=%b elements=%b band=%b small=%b "
            .formatted(
                Compiled.TILES.ready(),
                Compiled.SINGLE.ready(),
                Compiled.COLUMNS.ready(),
                Compiled.SHIFTED.ready(),
                Compiled.ELEMENTS.ready(),
                Compiled.BAND.ready(),
                Compiled.SMALL.ready())
        + Thread.getAllStackTraces().entrySet().stream()
            .filter(thread -> thread.getKey().getName().equals("ridgeline-warmup"))
            .map(thread -> Arrays.toString(thread.getValue()))
            .collect(Collectors.joining());
  }
}
