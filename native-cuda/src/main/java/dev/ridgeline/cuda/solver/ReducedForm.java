// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Resource;

/** What a batch of matrices was reduced to, and what that gives for every shift. */
interface ReducedForm extends Resource {
  /** As {@link dev.ridgeline.spi.Reduced#form}. */
  Form form();

  /** As {@link dev.ridgeline.spi.Reduced#solve}. */
  int[] solve(Lane lane, double[] mu, DeviceBlock b, DeviceBlock out);

  /** As {@link dev.ridgeline.spi.Reduced#traceInverse}. */
  int[] traceInverse(Lane lane, double[] mu, DeviceBlock out);

  /** As {@link dev.ridgeline.spi.Reduced#logDeterminant}. */
  int[] logDeterminant(Lane lane, double[] mu, DeviceBlock out);

  /** As {@link dev.ridgeline.spi.Reduced#extremes}; null where they are not known. */
  default double[] extremes() {
    return null;
  }

  /** As {@link dev.ridgeline.spi.Reduced#leverages} of rows as they are; z may be null. */
  int[] leverages(Lane lane, Transpose trans, DeviceBlock z, double[] mu, DeviceBlock out);

  @Override
  void close();
}
