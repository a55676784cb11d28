// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.util.Map;

/**
 * A kind of executor that {@code --executor} can name: a public class with a public constructor
 * without arguments, named in {@code
 * META-INF/services/dev.ridgeline.workbench.run.SweepExecutorProvider}.
 */
public interface SweepExecutorProvider {
  /**
   * What {@code --executor} calls it.
   *
   * @return a word in lower case
   */
  String name();

  /**
   * Opens an executor, just before the first cell that is to be computed.
   *
   * @param settings what the command line says
   * @return closed by the run
   * @throws dev.ridgeline.workbench.cli.RunFailedException when it cannot be reached
   */
  SweepExecutor open(Settings settings);

  /**
   * What the command line says about an executor.
   *
   * @param job what it works for, for people: the command
   * @param master where the cluster is, as its own tools write it; empty leaves that to them
   * @param properties settings of the cluster by name, as given
   * @param quiet whether nothing is logged
   */
  record Settings(String job, String master, Map<String, String> properties, boolean quiet) {
    /** Copies the properties. */
    public Settings {
      properties = Map.copyOf(properties);
    }
  }
}
