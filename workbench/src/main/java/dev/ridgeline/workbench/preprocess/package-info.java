// SPDX-License-Identifier: Apache-2.0

/**
 * What is done to every row of a table before it is fitted, as spectra need it. Kept in {@code
 * model.json}, so that predictions do the same. Stands on {@code .cli}. Immutable classes.
 */
package dev.ridgeline.workbench.preprocess;
