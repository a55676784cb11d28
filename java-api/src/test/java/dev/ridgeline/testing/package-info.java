// SPDX-License-Identifier: Apache-2.0

/**
 * What every backend must pass: one abstract contract per family of verbs, and what such tests need
 * (seeded data, guarded memory, residual ratios, oracles that share no code with a backend); the
 * child JVM and the scan for cycles between packages that tests of every module use.
 *
 * <p>Besides, what tests of several modules share: a program in a JVM of its own, ridge by
 * elimination, and the scan for cycles between packages.
 *
 * <p>A backend adds one small class per contract that says how it is opened. Published as the
 * test-jar of java-api; depends on java-api, JUnit and AssertJ only.
 */
package dev.ridgeline.testing;
