// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/**
 * An option or an input file that is not accepted: one line on standard error, exit code 2.
 *
 * <p>Thrown before anything is written.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal that reads {@code OPTION VALUE: accepted ACCEPTED}.
   *
   * @param option the option as typed ({@code --rho}), or a file with its row and column
   * @param value what was given
   * @param accepted what would have been accepted
   */
  public BadInputException(String option, Object value, String accepted) {
    super(option + " " + quoted(value) + " is not accepted: expected " + accepted);
  }

  /**
   * A refusal in words of its own, where it is no single value that is wrong: a file as a whole,
   * say.
   *
   * @param message what is wrong, and what is accepted or the remedy; one line
   */
  public BadInputException(String message) {
    super(OneLine.flatten(message));
  }

  private static String quoted(Object value) {
    return "'" + OneLine.of(String.valueOf(value)) + "'";
  }
}
