// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Workers;

/** Announces the scalar backend, which runs on every machine. Safe for use by several threads. */
public final class ReferenceBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ReferenceBackendProvider() {}

  @Override
  public String name() {
    return ReferenceBackend.NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(ReferenceBackend.describe());
  }

  @Override
  public Backend open(Workers workers) {
    return new ReferenceBackend();
  }
}
