// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;

/**
 * Examples of which a few are going to be asked for, kept in whatever form is smallest. Safe for
 * use by many threads.
 */
public sealed interface Pool extends Serializable permits PicturePool, ExamplePool {
  /**
   * How many examples there are.
   *
   * @return at least one
   */
  int size();

  /**
   * Some examples, in the order asked for.
   *
   * @param rows numbers of examples, from 0
   * @return the chosen examples
   * @throws IndexOutOfBoundsException if there is no such example
   */
  Examples select(int[] rows);
}
