// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What remains of a message without header, footer and quotes, and the words in it, by the rules
 * that scikit-learn documents for {@code fetch_20newsgroups(remove=("headers", "footers",
 * "quotes"))} and {@code CountVectorizer}.
 *
 * <p>Text is Latin-1, so that every byte is one character. Python's idea of a blank and of a word
 * character differs from Java's in a few of them; the tables here are Python's.
 */
final class MessageText {
  /** What a line that introduces a quotation holds. */
  private static final List<String> SAYING =
      List.of("writes in", "writes:", "wrote:", "says:", "said:");

  /** What such a line, or one that is quoted, begins with. */
  private static final List<String> QUOTED = List.of("In article", "Quoted from", "|", ">");

  private static final boolean[] BLANK = new boolean[256];
  private static final boolean[] WORD = new boolean[256];

  static {
    for (int c : new int[] {' ', 0x85, 0xa0}) {
      BLANK[c] = true;
    }
    Arrays.fill(BLANK, '\t', '\r' + 1, true);
    Arrays.fill(BLANK, 0x1c, 0x1f + 1, true);
    Arrays.fill(WORD, '0', '9' + 1, true);
    Arrays.fill(WORD, 'A', 'Z' + 1, true);
    Arrays.fill(WORD, 'a', 'z' + 1, true);
    Arrays.fill(WORD, 0xc0, 0xff + 1, true);
    // the signs of multiplication and division
    WORD[0xd7] = false;
    WORD[0xf7] = false;
    // underscore, ordinals, superscripts, micro, fractions
    for (int c : new int[] {'_', 0xaa, 0xb2, 0xb3, 0xb5, 0xb9, 0xba, 0xbc, 0xbd, 0xbe}) {
      WORD[c] = true;
    }
  }

  private MessageText() {}

  /**
   * The message without header, footer and quotes.
   *
   * @param message the whole message
   * @return its body, perhaps blank
   */
  static String body(String message) {
    return withoutQuotes(withoutFooter(withoutHeader(message)));
  }

  /** All behind the first blank line; nothing when there is none. */
  static String withoutHeader(String message) {
    int blankLine = message.indexOf("\n\n");
    return blankLine < 0 ? "" : message.substring(blankLine + 2);
  }

  /** What precedes the last line that is blank or of hyphens only; all when there is none. */
  static String withoutFooter(String text) {
    List<String> lines = lines(text.substring(firstInk(text), lastInk(text)));
    for (int i = lines.size() - 1; i > 0; i--) {
      if (isRule(lines.get(i))) {
        return String.join("\n", lines.subList(0, i));
      }
    }
    return text;
  }

  private static boolean isRule(String line) {
    for (int i = firstInk(line); i < lastInk(line); i++) {
      if (line.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }

  /** Without the lines that quote, or say who is quoted. */
  static String withoutQuotes(String text) {
    return String.join("\n", lines(text).stream().filter(line -> !isQuote(line)).toList());
  }

  private static boolean isQuote(String line) {
    return QUOTED.stream().anyMatch(line::startsWith) || SAYING.stream().anyMatch(line::contains);
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  private static int firstInk(String text) {
    int at = 0;
    while (at < text.length() && BLANK[text.charAt(at)]) {
      at++;
    }
    return at;
  }

  /** Behind the last character that is not blank, and not before the first one that is not. */
  private static int lastInk(String text) {
    int first = firstInk(text);
    int end = text.length();
    while (end > first && BLANK[text.charAt(end - 1)]) {
      end--;
    }
    return end;
  }

  /** Whether nothing but blanks remains. */
  static boolean isBlank(String text) {
    return firstInk(text) == text.length();
  }

  /**
   * The words of two characters and more, in lower case and in order.
   *
   * @param text characters up to 255
   * @return each as often as it occurs
   */
  static List<String> tokens(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> tokens = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= lower.length(); i++) {
      if (i == lower.length() || !WORD[lower.charAt(i)]) {
        if (i - start >= 2) {
          tokens.add(lower.substring(start, i));
        }
        start = i + 1;
      }
    }
    return tokens;
  }
}
