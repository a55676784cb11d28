// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Precision;
import java.io.Serializable;

/** The shape of a network. */
public sealed interface Architecture extends Serializable permits MlpArchitecture, CnnArchitecture {
  /**
   * The number of values of one input.
   *
   * @return at least 1
   */
  int features();

  /**
   * The number of classes.
   *
   * @return at least 1
   */
  int classes();

  /**
   * Makes a network of single precision, all parameters zero.
   *
   * @return a network, which the caller closes
   */
  default Network create() {
    return create(Precision.FLOAT);
  }

  /**
   * Makes a network, all parameters zero.
   *
   * @param precision what it computes in
   * @return a network, which the caller closes
   */
  Network create(Precision precision);
}
