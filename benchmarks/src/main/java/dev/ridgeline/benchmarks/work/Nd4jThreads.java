// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J takes its threads in two places; the setting in its environment has no effect. */
final class Nd4jThreads {
  private Nd4jThreads() {}

  static void set(int threads) {
    Nd4j.factory().blas().setMaxThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
