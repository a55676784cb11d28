// SPDX-License-Identifier: Apache-2.0

/**
 * The workbench: what every Ridgeline study needs around its arithmetic.
 *
 * <ul>
 *   <li>{@link dev.ridgeline.workbench.cli}: the {@code ridgeline} command, its options and exit
 *       codes
 *   <li>{@link dev.ridgeline.workbench.random}: normal numbers, reproducible in any order of work
 *   <li>{@link dev.ridgeline.workbench.run}: resumable runs of many cells into one folder
 *   <li>{@link dev.ridgeline.workbench.table}: tables of numbers from files
 *   <li>{@link dev.ridgeline.workbench.report}: CSV files, pictures and the HTML report
 * </ul>
 */
package dev.ridgeline.workbench;
