// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A share of the cells of a run: with {@code I/N} every N-th cell, from the I-th on, in the order
 * of the run. Neighbours cost about the same, so shares do.
 *
 * @param index from 1
 * @param count how many shares there are
 */
record Shard(int index, int count) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})/([1-9][0-9]{0,6})");

  /** Whether the cell at a position of the run, from 0, belongs to the share. */
  boolean has(int position) {
    return position % count == index - 1;
  }

  static Shard parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(1)) > Integer.parseInt(form.group(2))) {
      throw new TypeConversionException("I/N with 1 <= I <= N, such as 3/20");
    }
    return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /** As typed. */
  @Override
  public String toString() {
    return index + "/" + count;
  }

  /** Reads {@code --shard}. */
  static final class Converter implements ITypeConverter<Shard> {
    /** Made by picocli. */
    Converter() {}

    @Override
    public Shard convert(String text) {
      return parse(text);
    }
  }
}
