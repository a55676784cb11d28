// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import picocli.CommandLine.Option;

/** The options of every command that reads text files. */
public final class TextFormatOptions {
  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "Between fields of text files; tab is '\\t' (default: recognised).")
  private String delimiter;

  @Option(
      names = "--decimal",
      paramLabel = "CHAR",
      description = "Decimal mark of text files, . or , (default: recognised).")
  private String decimal;

  /** Made by picocli. */
  public TextFormatOptions() {}

  /**
   * How to read text files.
   *
   * @return the options
   * @throws dev.ridgeline.workbench.cli.BadInputException when one cannot serve, or both are the
   *     same
   */
  public TableOptions options() {
    return TableOptions.of(delimiter, decimal);
  }
}
