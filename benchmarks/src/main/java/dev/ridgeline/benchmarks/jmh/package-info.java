// SPDX-License-Identifier: Apache-2.0

/**
 * JMH over every work, one class per verb or algorithm with the peers as a parameter, and {@link
 * dev.ridgeline.benchmarks.jmh.Measure}, which runs them and writes their figures.
 */
package dev.ridgeline.benchmarks.jmh;
