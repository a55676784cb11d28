// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Sample;
import java.nio.file.Path;

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
    return String.valueOf(Path.of(name).getFileName());
  }
}
