// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The record that the parser is at: names while it is the header, afterwards numbers, which are
 * read from the parser's buffer without a string in between, and texts.
 *
 * <p>Used by one thread. Its content changes with every record.
 */
final class DelimitedRow extends AbstractBaseCsvCallbackHandler<DelimitedRow> {
  private static final int LONGEST_SHOWN = 1000;

  private final NumberText numbers;
  private final long linesBefore;
  private final List<String> names = new ArrayList<>();
  private int[] numberSlots; // null while the header is read
  private int[] textSlots;
  private boolean missing;
  private double[] values = new double[0];
  private String[] texts = new String[0];
  private int fields;
  private boolean blank;
  private boolean end;
  private boolean open;
  private boolean comment;
  private int badField;
  private String badText;

  DelimitedRow(NumberText numbers, long linesBefore) {
    this.numbers = numbers;
    this.linesBefore = linesBefore;
  }

  /** From now on records hold what is asked for of columns of these names. */
  void expect(List<String> columns, BlockRequest request) {
    numberSlots = slots(columns, request.numbers());
    textSlots = slots(columns, request.texts());
    missing = request.missing();
    values = new double[request.numbers().size()];
    texts = new String[request.texts().size()];
  }

  /** For each of the columns its place among some of them, or -1. */
  static int[] slots(List<String> columns, List<String> some) {
    Map<String, Integer> places = HashMap.newHashMap(some.size());
    for (int i = 0; i < some.size(); i++) {
      places.put(some.get(i), i);
    }
    return columns.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
  }

  @Override
  protected void handleBegin(long line) {
    fields = 0;
    blank = false;
    end = false;
    open = false;
    comment = false;
    badField = -1;
    if (numberSlots == null) {
      names.clear();
    }
  }

  @Override
  protected void handleField(int field, char[] chars, int offset, int length, boolean quoted) {
    fields = field + 1;
    boolean sealed = length > 0 && chars[offset + length - 1] == Utf8Text.END;
    open |= sealed && quoted;
    end |= sealed && !quoted;
    blank = field == 0 && !quoted && isBlank(chars, offset, length);
    comment |= field == 0 && !quoted && length > 0 && chars[offset] == '#';
    if (numberSlots == null) {
      names.add(new String(chars, offset, length).strip());
    } else if (field < numberSlots.length) {
      if (textSlots[field] >= 0) {
        texts[textSlots[field]] = new String(chars, offset, length).strip();
      }
      if (numberSlots[field] >= 0) {
        number(field, chars, offset, length);
      }
    }
  }

  private void number(int field, char[] chars, int offset, int length) {
    double value = numbers.parse(chars, offset, length, line());
    values[numberSlots[field]] = value;
    if (badField < 0 && !Double.isFinite(value)) {
      String text = new String(chars, offset, Math.min(length, LONGEST_SHOWN));
      if (!missing || !Double.isNaN(value) || !Refusals.isMissing(text)) {
        badField = field;
        badText = text;
      }
    }
  }

  private static boolean isBlank(char[] text, int offset, int length) {
    int i = offset;
    while (i < offset + length && NumberText.isBlank(text[i])) {
      i++;
    }
    return i == offset + length;
  }

  @Override
  protected DelimitedRow buildRecord() {
    return this;
  }

  /** The line of the file on which the record begins, from 1. */
  long line() {
    return linesBefore + getStartingLineNumber();
  }

  /** Whether the line is blank. */
  boolean isBlank() {
    return blank;
  }

  /** Whether this is what follows the file. */
  boolean isEnd() {
    return end;
  }

  /** Whether a quote of this record is never closed. */
  boolean isOpen() {
    return open;
  }

  /** Whether this looks like a line of comment. */
  boolean isComment() {
    return comment;
  }

  /** Number of fields. */
  int fields() {
    return fields;
  }

  /** The fields of the header, without blanks around them. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** The numbers of the columns that are kept, until the next record. */
  double[] values() {
    return values;
  }

  /** The texts of the columns that are kept, without blanks around them, until the next record. */
  String[] texts() {
    return texts;
  }

  /** The first field that should be a finite number and is not; -1 when there is none. */
  int badField() {
    return badField;
  }

  /** The beginning of that field. */
  String badText() {
    return badText;
  }
}
