// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;

/**
 * The description of one independent piece of a sweep: small, immutable, a record as a rule.
 *
 * <p>Everything that the computation needs beside the parameters of the run follows from it, so
 * that a cell can be computed anywhere, and again, with the same result.
 */
public interface Cell extends Serializable {
  /**
   * What tells the cell from all others of the run, the same in every attempt.
   *
   * @return a short text, for instance {@code gamma=2.0/seed=42}
   */
  String id();
}
