// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The defaults of a study that differ from the phase transition's, by option name. */
public abstract class StudyDefaults implements IDefaultValueProvider {
  private final Map<String, String> defaults;

  /**
   * Names them.
   *
   * @param defaults values as typed, by option name
   */
  protected StudyDefaults(Map<String, String> defaults) {
    this.defaults = Map.copyOf(defaults);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? defaults.get(option.longestName()) : null;
  }
}
