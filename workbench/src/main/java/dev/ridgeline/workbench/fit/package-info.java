// SPDX-License-Identifier: Apache-2.0

/**
 * The commands on the user's own tables: {@code path}, {@code transfer}, {@code predict}.
 *
 * <p>{@link dev.ridgeline.workbench.fit.TableArguments} says which columns of which files, {@link
 * dev.ridgeline.workbench.fit.Expansion} makes features of them, {@link
 * dev.ridgeline.workbench.fit.ModelFile} keeps the model with all that predicting needs.
 */
package dev.ridgeline.workbench.fit;
