// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Numbers the different texts of a column of a chunk where they stand: a string is made of each
 * only once.
 */
final class TextCodes {
  private static final int FIRST = 64;

  private final String name;
  private final byte[] bytes;
  private final int[] codes;
  private int rows;
  private int[] table = new int[FIRST]; // code + 1; 0: free
  private int[] from = new int[FIRST / 2];
  private int[] to = new int[FIRST / 2];
  private int[] hashes = new int[FIRST / 2];
  private boolean[] quotes = new boolean[FIRST / 2];
  private int count;

  TextCodes(String name, byte[] bytes, int mostRows) {
    this.name = name;
    this.bytes = bytes;
    codes = new int[mostRows];
  }

  /**
   * Adds a text.
   *
   * @param begin its first byte
   * @param end the byte behind its last one
   * @param quoted whether it stood in quotes, so that two in it are one
   */
  void add(int begin, int end, boolean quoted) {
    int first = begin;
    int behind = end;
    while (first < behind && isSpace(bytes[first])) {
      first++;
    }
    while (behind > first && isSpace(bytes[behind - 1])) {
      behind--;
    }
    int hash = 1;
    for (int i = first; i < behind; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash ^= hash >>> 16;
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0) {
      int code = table[slot] - 1;
      if (hashes[code] == hash
          && quotes[code] == quoted
          && Arrays.equals(bytes, from[code], to[code], bytes, first, behind)) {
        codes[rows++] = code;
        return;
      }
      slot = (slot + 1) & mask;
    }
    if (count == from.length) {
      grow();
      slot = free(hash);
    }
    from[count] = first;
    to[count] = behind;
    hashes[count] = hash;
    quotes[count] = quoted;
    table[slot] = ++count;
    codes[rows++] = count - 1;
  }

  private void grow() {
    from = Arrays.copyOf(from, 2 * count);
    to = Arrays.copyOf(to, 2 * count);
    hashes = Arrays.copyOf(hashes, 2 * count);
    quotes = Arrays.copyOf(quotes, 2 * count);
    table = new int[4 * count];
    for (int code = 0; code < count; code++) {
      table[free(hashes[code])] = code + 1;
    }
  }

  private int free(int hash) {
    int slot = hash & (table.length - 1);
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** As {@link Character#isWhitespace} has it. */
  private static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
  }

  TextColumn build() {
    List<String> values = new ArrayList<>(count);
    for (int code = 0; code < count; code++) {
      String text = new String(bytes, from[code], to[code] - from[code], StandardCharsets.UTF_8);
      values.add((quotes[code] ? text.replace("\"\"", "\"") : text).strip());
    }
    TextColumn column = new TextColumn(name, codes, values);
    // Different bytes may be the same text: with other blanks around it, or other quotes in it.
    if (new HashSet<>(values).size() == count) {
      return column;
    }
    TextColumn.Builder merged = new TextColumn.Builder(name);
    merged.add(column, 0, rows);
    return merged.build();
  }
}
