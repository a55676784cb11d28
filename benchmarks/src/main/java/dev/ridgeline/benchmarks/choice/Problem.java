// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;

/**
 * A source table, a target table, and the truth about the target.
 *
 * @param seed of its law
 * @param source rows of the source
 * @param target rows of the target
 * @param task law of the target
 * @param penalties grids of the penalties
 * @param preparation with an intercept or without
 */
record Problem(
    long seed,
    Sample source,
    Sample target,
    Task task,
    Penalties penalties,
    Preparation preparation) {}
