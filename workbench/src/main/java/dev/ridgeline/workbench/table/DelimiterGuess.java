// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.ArrayList;
import java.util.List;

/** Recognises what separates the fields of a text. */
final class DelimiterGuess {
  /** In this order: the further behind, the likelier a sign is part of a name or a number. */
  private static final String SIGNS = "\t;|,";

  private static final int RECORDS = 20;

  private DelimiterGuess() {}

  /**
   * The first sign that stands in the header, and equally often in each of the next rows; if there
   * is none, the one most frequent in the header, and a comma if there is none either.
   *
   * @param text the beginning of the file; its last line counts only if it ends, or is the first
   * @param decimalComma whether a comma is known to be a decimal sign; it separates nevertheless
   *     where no other sign does, and numbers then stand in quotes
   */
  static char of(String text, boolean decimalComma) {
    List<int[]> records = count(text);
    String signs = decimalComma ? SIGNS.substring(0, SIGNS.length() - 1) : SIGNS;
    int best = -1;
    for (int sign = 0; sign < signs.length() && !records.isEmpty(); sign++) {
      int there = records.getFirst()[sign];
      if (there > 0 && isEven(records, sign)) {
        return signs.charAt(sign);
      }
      if (there > 0 && (best < 0 || there > records.getFirst()[best])) {
        best = sign;
      }
    }
    if (best >= 0) {
      return signs.charAt(best);
    }
    boolean commas = !records.isEmpty() && records.getFirst()[SIGNS.length() - 1] > 0;
    return decimalComma && !commas ? ';' : ',';
  }

  private static boolean isEven(List<int[]> records, int sign) {
    return records.stream().allMatch(counts -> counts[sign] == records.getFirst()[sign]);
  }

  /** How often each sign stands outside quotes, for each of the first records. */
  private static List<int[]> count(String text) {
    List<int[]> records = new ArrayList<>();
    int[] counts = new int[SIGNS.length()];
    boolean blank = true;
    boolean quoted = false;
    boolean opens = true; // a quote here begins a field, or is one of two
    for (int i = 0; i < text.length() && records.size() < RECORDS; i++) {
      char c = text.charAt(i);
      if (quoted) {
        quoted = c != '"';
        opens = !quoted;
        continue;
      }
      boolean breaks = c == '\n' || c == '\r';
      int sign = SIGNS.indexOf(c);
      quoted = c == '"' && opens;
      opens = breaks || sign >= 0;
      blank &= breaks || c == ' ';
      if (sign >= 0) {
        counts[sign]++;
      } else if (breaks && !blank) {
        records.add(counts);
        counts = new int[SIGNS.length()];
        blank = true;
      }
    }
    if (records.isEmpty()) {
      records.add(counts);
    }
    return records;
  }
}
