// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import java.io.Serializable;
import java.util.Map;

/**
 * How well each model does on the same test samples.
 *
 * @param byModel a score for every model
 */
record Scores(Map<CalibrationModel, Score> byModel) implements Serializable {
  Score of(CalibrationModel model) {
    return byModel.get(model);
  }

  double rmsep(CalibrationModel model) {
    return of(model).rmsep();
  }
}
