// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.OneLine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sentences in which files are refused: short, whatever the files hold. */
final class Refusals {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_VALUE = 80;

  private static final Set<String> MISSING =
      Set.of(
          "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", ".", "inf", "infinity");

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

  /** Whether a text says that there is no value, or none that is finite. */
  static boolean isMissing(String text) {
    String bare = text.replace('\u00A0', ' ').strip().toLowerCase(Locale.ROOT);
    boolean signed = bare.length() > 1 && (bare.charAt(0) == '-' || bare.charAt(0) == '+');
    return MISSING.contains(signed ? bare.substring(1) : bare);
  }

  /** What is accepted where a value is missing. */
  static String present() {
    return "a finite number: remove the row or fill in the value";
  }

  static BadInputException noColumn(String source, String name, List<String> names) {
    return file(source, "has no column " + name(name) + ": it has " + list(names));
  }

  /** The file cannot be opened or read. */
  static BadInputException unreadable(String source, IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> file(source, "does not exist");
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
