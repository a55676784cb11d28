// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.benchmarks.jmh.WorkBenchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The frame of the other benchmarks with longer iterations: a run takes up to a second, and the
 * first ones of a process are several times as slow.
 */
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 4)
public abstract class NetworkBenchmark extends WorkBenchmark {
  /** For subclasses, which JMH makes. */
  protected NetworkBenchmark() {}
}
