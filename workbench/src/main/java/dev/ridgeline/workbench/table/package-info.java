// SPDX-License-Identifier: Apache-2.0

/**
 * Tables of numbers from files: delimited text, NumPy arrays, and other formats that join at run
 * time.
 *
 * <p>A {@link dev.ridgeline.workbench.table.TableSource} reads files into a {@link
 * dev.ridgeline.workbench.table.Table}, whole or block by block. Whatever is wrong with a file ends
 * in a {@link dev.ridgeline.workbench.cli.BadInputException} of one line, which names the file, the
 * place, what was found and the remedy. A format that needs a library of its own, as Parquet does,
 * is a {@link dev.ridgeline.workbench.table.TableFormat} of another module and is found through
 * {@code META-INF/services}.
 *
 * <p>Values are read into arrays of doubles; no second copy of a file is held. Types are immutable
 * and safe for use by many threads unless they say otherwise.
 */
package dev.ridgeline.workbench.table;
