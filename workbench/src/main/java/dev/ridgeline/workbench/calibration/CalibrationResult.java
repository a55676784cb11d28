// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import java.io.Serializable;

/**
 * What one split gave.
 *
 * @param scores by response and number of standards
 * @param route how the source was solved
 */
record CalibrationResult(Scores[][] scores, String route) implements Serializable {}
