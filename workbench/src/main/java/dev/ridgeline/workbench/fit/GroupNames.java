// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import java.util.List;

/**
 * What the groups of a table are called.
 *
 * @param keys the columns that tell them apart
 * @param texts of every group, column by column, as in the file
 * @param rows of the table
 */
record GroupNames(List<String> keys, List<String[]> texts, long rows) {}
