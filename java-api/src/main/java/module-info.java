// SPDX-License-Identifier: Apache-2.0

/**
 * Problems, results, the verbs a backend serves, dispatch, the algorithms written over the verbs,
 * and the scalar reference backend. It stands on {@code java.base} alone.
 */
module dev.ridgeline {
  exports dev.ridgeline;
  exports dev.ridgeline.matrix;
  exports dev.ridgeline.spi;
  exports dev.ridgeline.reference;

  uses dev.ridgeline.spi.BackendProvider;

  provides dev.ridgeline.spi.BackendProvider with
      dev.ridgeline.reference.ReferenceBackendProvider;
}
