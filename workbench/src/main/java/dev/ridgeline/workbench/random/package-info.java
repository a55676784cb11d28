// SPDX-License-Identifier: Apache-2.0

/**
 * Standard normal numbers for the studies.
 *
 * <p>{@link dev.ridgeline.workbench.random.Rng} names the two generators: one that any thread can
 * enter at any row, and one that repeats the published draws. {@link
 * dev.ridgeline.workbench.random.Chis} draws what a reduced design needs.
 */
package dev.ridgeline.workbench.random;
