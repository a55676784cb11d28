// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/** The exit codes of the command, which scripts rely on. */
public final class ExitCode {
  /** The command did what it was asked to do. */
  public static final int DONE = 0;

  /** The command failed while running. */
  public static final int FAILED = 1;

  /** The input or an option was not accepted, and nothing was written. */
  public static final int BAD_INPUT = 2;

  /** The command was interrupted; the JVM itself exits with this code on SIGINT. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
