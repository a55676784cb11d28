// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Sample;
import java.io.File;

/**
 * One target.
 *
 * @param name of its file
 * @param rows of the file that are fitted, from 0
 * @param fit those rows
 * @param test rows to measure on; null: none
 */
record TargetRows(String name, int[] rows, Sample fit, Sample test) {
  /** The name without its folders, for people. */
  String shortName() {
    return new File(name).getName(); // a pattern is no Path on Windows
  }
}
