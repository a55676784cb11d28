// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.workbench.run.Cell;

/**
 * One split for one ordered pair of instruments; all responses and numbers of standards, which
 * share the fits of the source.
 *
 * @param source index of the instrument that is calibrated
 * @param target index of the instrument that gets the model
 * @param repeat number of the split, from 1
 */
record CalibrationCell(int source, int target, int repeat) implements Cell {
  @Override
  public String id() {
    return "source=" + source + "/target=" + target + "/repeat=" + repeat;
  }
}
