// SPDX-License-Identifier: Apache-2.0

/**
 * Tables of numbers from files: delimited text, NumPy arrays, and other formats that join at run
 * time.
 *
 * <p>{@link dev.ridgeline.workbench.table.Tables} reads a file into a {@link
 * dev.ridgeline.workbench.table.Table}. Whatever is wrong with a file ends in a {@link
 * dev.ridgeline.workbench.cli.BadInputException} of one line, which names the file, the place, what
 * was found and the remedy. A format that needs a library of its own, as Parquet does, is a {@link
 * dev.ridgeline.workbench.table.TableFormat} of another module and is found through {@code
 * META-INF/services}.
 *
 * <p>Values are read one after the other into arrays of doubles; no second copy of a file is held.
 * Types are immutable and safe for use by many threads unless they say otherwise.
 */
package dev.ridgeline.workbench.table;
