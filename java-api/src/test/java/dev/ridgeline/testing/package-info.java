// SPDX-License-Identifier: Apache-2.0

/**
 * What every backend must pass: one abstract contract per family of verbs, and what such tests need
 * (seeded data, guarded memory, residual ratios, oracles that share no code with a backend).
 *
 * <p>A backend adds one small class per contract that says how it is opened. Published as the
 * test-jar of java-api; depends on java-api, JUnit and AssertJ only.
 */
package dev.ridgeline.testing;
