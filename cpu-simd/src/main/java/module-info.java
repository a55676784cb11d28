// SPDX-License-Identifier: Apache-2.0

/** The CPU backend on the Vector API, found at run time. */
module dev.ridgeline.simd {
  requires dev.ridgeline;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;

  provides dev.ridgeline.spi.BackendProvider with
      dev.ridgeline.simd.SimdBackendProvider;
}
