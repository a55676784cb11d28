// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.concurrent.Callable;

/**
 * A sub-command of {@code ridgeline}: a public class with a public constructor without arguments,
 * annotated with picocli's {@code @Command} and named in {@code
 * META-INF/services/dev.ridgeline.workbench.cli.Subcommand}.
 *
 * <p>{@code call} returns the exit code, {@link ExitCode#DONE} as a rule, and throws {@link
 * BadInputException} or {@link RunFailedException} for the two other outcomes. It reaches the
 * global options through {@link GlobalOptions#of}.
 */
public interface Subcommand extends Callable<Integer> {
  /**
   * Whether {@code --backend} may name several, separated by commas.
   *
   * @return false, but for a command that sets backends side by side
   */
  default boolean takesSeveralBackends() {
    return false;
  }
}
