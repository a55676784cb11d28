// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.OneLine;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/** The sentences in which files are refused: short, whatever the files hold. */
final class Refusals {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_VALUE = 80;

  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", ".");
  private static final Set<String> INFINITE = Set.of("inf", "infinity");

  private Refusals() {}

  /** A file that is refused as a whole, or for more than a value. */
  static BadInputException file(String source, String sentence) {
    return new BadInputException(OneLine.of(source) + " " + sentence);
  }

  /** A place in a file. */
  static BadInputException at(String source, String place, String sentence) {
    return new BadInputException(OneLine.of(source) + ", " + place + " " + sentence);
  }

  /** A value that is no finite number. */
  static BadInputException value(
      String source, String place, String column, String value, String accepted) {
    return new BadInputException(
        OneLine.of(source) + ", " + place + ", column " + name(column) + ":",
        OneLine.of(value, LONGEST_VALUE),
        accepted);
  }

  /** A value of a format without lines. */
  static BadInputException notFinite(String source, long row, String column, String value) {
    return value(source, "row " + row + " (the first is 0)", column, value, present());
  }

  /** Whether a text says that there is no value. */
  static boolean isMissing(String text) {
    return MISSING.contains(bare(text));
  }

  /** Whether a text says that there is no value, or none that is finite. */
  static boolean isMissingOrInfinite(String text) {
    return isMissing(text) || INFINITE.contains(bare(text));
  }

  private static String bare(String text) {
    String bare = text.replace('\u00A0', ' ').strip().toLowerCase(Locale.ROOT);
    boolean signed = bare.length() > 1 && (bare.charAt(0) == '-' || bare.charAt(0) == '+');
    return signed ? bare.substring(1) : bare;
  }

  /** What is accepted where a value is missing. */
  static String present() {
    return "a finite number: remove the row or fill in the value";
  }

  static BadInputException empty(String source) {
    return file(source, "has a header and no rows");
  }

  /** Refuses names that are empty or repeat. */
  static void names(String source, String header, List<String> names) {
    Map<String, Integer> seen = HashMap.newHashMap(names.size());
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      // A first column without a name holds the names of rows.
      if (name.isEmpty() && (column > 0 || names.size() == 1)) {
        throw at(source, header + ", column " + (column + 1), "has no name: name it or remove it");
      }
      Integer before = seen.put(name, column);
      if (before != null) {
        throw at(
            source,
            header + ":",
            "columns "
                + (before + 1)
                + " and "
                + (column + 1)
                + " are both named "
                + name(name)
                + ": rename or remove one");
      }
    }
  }

  static BadInputException noColumn(String source, String name, List<String> names) {
    return file(source, "has no column " + name(name) + ": it has " + list(names));
  }

  /** The file cannot be opened or read. */
  static BadInputException unreadable(String source, IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> file(source, "does not exist");
      case EOFException early ->
          file(source, "is cut off: its gzip data end too early; copy it or pack it again");
      case ZipException damaged ->
          file(
              source,
              "is damaged: its gzip data cannot be unpacked ("
                  + OneLine.of(String.valueOf(damaged.getMessage()))
                  + "); copy it or pack it again");
      case AccessDeniedException denied -> file(source, "may not be read: check its permissions");
      default -> {
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        yield file(source, "cannot be read: " + OneLine.of(why));
      }
    };
  }

  static String name(String column) {
    return OneLine.of(column, LONGEST_NAME);
  }

  private static String list(List<String> names) {
    StringBuilder list = new StringBuilder();
    for (String name : names) {
      if (list.length() > LONGEST_VALUE) {
        return list + ", ... (" + names.size() + " columns)";
      }
      list.append(list.isEmpty() ? "" : ", ").append(name(name));
    }
    return list.isEmpty() ? "none" : list.toString();
  }
}
