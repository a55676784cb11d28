// SPDX-License-Identifier: Apache-2.0

/**
 * Calibration transfer between instruments: the command {@code calibration}. Stands on {@code
 * .table}, {@code .preprocess}, {@code .run}, {@code .report} and {@code .cli}, and on transfer
 * between tables.
 */
package dev.ridgeline.workbench.calibration;
