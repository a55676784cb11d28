// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.workbench.run.SweepExecutor;
import dev.ridgeline.workbench.run.SweepExecutorProvider;

/** What {@code --executor spark} names. */
public final class SparkExecutorProvider implements SweepExecutorProvider {
  /** Made by the service loader. */
  public SparkExecutorProvider() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public SweepExecutor open(Settings settings) {
    return new SparkExecutor(Cluster.open(settings));
  }
}
