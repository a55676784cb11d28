// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * The record that the parser is at: names while it is the header, numbers afterwards, which are
 * read from the parser's buffer without a string in between.
 *
 * <p>Used by one thread. There is one for a file; its content changes with every record.
 */
final class DelimitedRow extends AbstractBaseCsvCallbackHandler<DelimitedRow> {
  private static final int LONGEST_SHOWN = 1000;

  private final NumberText numbers;
  private final List<String> names = new ArrayList<>();
  private int[] slots; // null while the header is read
  private int textField = -1;
  private String text = "";
  private double[] values;
  private int fields;
  private boolean blank;
  private boolean end;
  private boolean open;
  private int badField;
  private String badText;

  DelimitedRow(NumberText numbers) {
    this.numbers = numbers;
  }

  /** From now on records hold numbers: of field {@code i} that of column {@code slots[i]}. */
  void expectNumbers(int[] slots, int columns) {
    this.slots = slots;
    values = new double[columns];
  }

  /** From now on records hold one field that is wanted, as text. */
  void expectText(int field) {
    slots = new int[0];
    textField = field;
  }

  @Override
  protected void handleBegin(long line) {
    fields = 0;
    blank = false;
    end = false;
    open = false;
    badField = -1;
    if (slots == null) {
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
    if (slots == null) {
      names.add(new String(chars, offset, length).strip());
    } else if (field == textField) {
      text = new String(chars, offset, length).strip();
    } else if (field < slots.length && slots[field] >= 0) {
      double value = numbers.parse(chars, offset, length, line());
      values[slots[field]] = value;
      if (badField < 0 && !Double.isFinite(value)) {
        badField = field;
        badText = new String(chars, offset, Math.min(length, LONGEST_SHOWN));
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

  /** The line on which the record begins, from 1. */
  long line() {
    return getStartingLineNumber();
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

  /** The field that is wanted as text, without blanks around it. */
  String text() {
    return text;
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
