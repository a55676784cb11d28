// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * What a reduction will mostly be asked for. A hint: every {@link Reduced} answers every question,
 * but the cheapest form differs (a band costs least to reach and solves, a tridiagonal costs least
 * per leverage).
 */
public enum Purpose {
  /** {@link Reduced#solve} and {@link Reduced#traceInverse}. */
  SOLVE,
  /** {@link Reduced#leverages} too. */
  LEVERAGES
}
