// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the command, from the manifest of its jar. */
public final class Version implements IVersionProvider {
  /** Made by picocli. */
  public Version() {}

  /**
   * The version of this build.
   *
   * @return the project's version, or {@code development} when run from unpacked classes
   */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ridgeline " + current() + ", Java " + Runtime.version()};
  }
}
