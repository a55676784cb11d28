// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** In how much memory work is done: for use as a picocli mixin. */
final class WorkOptions {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Work memory at most, such as 800m or 4g (default: what the heap holds). A table that"
              + " takes more is read in passes.")
  private Long memory;

  /** Bytes that tables and fits may take. */
  long memory() {
    long usable = WorkMemory.usable();
    if (memory != null && memory > usable) {
      throw new BadInputException(
          "--memory",
          memory,
          String.format(
              Locale.ROOT,
              "at most %d, what the heap holds; JDK_JAVA_OPTIONS=-Xmx%.0fg makes it larger",
              usable,
              WorkMemory.heapFor(memory)));
    }
    return memory == null ? usable : memory;
  }

  /** A number of bytes, with k, m or g behind it. */
  static final class Size implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,9})([kmgKMG]?)");

    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new TypeConversionException("bytes, such as 800m or 4g");
      }
      int shift =
          switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
          };
      return Long.parseLong(size.group(1)) << shift;
    }
  }
}
