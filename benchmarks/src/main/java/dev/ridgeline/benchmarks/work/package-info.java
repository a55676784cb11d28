// SPDX-License-Identifier: Apache-2.0

/**
 * One class per verb or algorithm: the same work by Ridgeline's backends and by each peer, set up
 * outside the clock and able to check its own result. JMH, the gate and the unit tests all run
 * these, so that none of them can time something the others did not verify.
 */
package dev.ridgeline.benchmarks.work;
