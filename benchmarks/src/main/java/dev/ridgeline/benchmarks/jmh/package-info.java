// SPDX-License-Identifier: Apache-2.0

/**
 * JMH over every work, one class per verb or algorithm with the peers as a parameter; {@link
 * dev.ridgeline.benchmarks.jmh.Measure} says which sizes are run, {@link
 * dev.ridgeline.benchmarks.jmh.Measurements} runs them and writes their figures.
 */
package dev.ridgeline.benchmarks.jmh;
