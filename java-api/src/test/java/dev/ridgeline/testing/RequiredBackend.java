// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import dev.ridgeline.spi.Backend;

/**
 * A run that is meant to test one backend says so ({@code -Dtests.requireBackend=cuda}): a suite
 * that opens another one then fails. A skip is not a pass.
 */
public final class RequiredBackend {
  /** The system property; empty or absent demands nothing. */
  public static final String PROPERTY = "tests.requireBackend";

  private RequiredBackend() {}

  /**
   * Demands the backend this run is meant for.
   *
   * @param backend what a suite opened
   * @return the same
   */
  public static Backend check(Backend backend) {
    String required = System.getProperty(PROPERTY, "");
    if (!required.isBlank() && !required.equals(backend.name())) {
      throw new AssertionError(
          "this run requires backend " + required + ", but the suite opened " + backend.name());
    }
    return backend;
  }
}
