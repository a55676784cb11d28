// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page answers, on a card at its top: the answer in a few words, a sentence, the numbers
 * behind it, and what to doubt, the weightiest first.
 *
 * @param tone colours the card
 * @param answer a few words
 * @param sentence why, empty for none
 * @param facts values by what they are
 * @param warnings a sentence each
 */
public record Verdict(
    Tone tone, String answer, String sentence, Map<String, String> facts, List<String> warnings) {
  /** What an answer amounts to; words say it too, since not everybody sees colours. */
  public enum Tone {
    /** Do it. */
    YES,
    /** Do not. */
    NO,
    /** The data cannot tell. */
    UNCLEAR,
    /** A number, which is neither. */
    PLAIN
  }

  /** Copies the collections, which keep their order. */
  public Verdict {
    facts = new LinkedHashMap<>(facts);
    warnings = List.copyOf(warnings);
  }

  /**
   * A verdict without numbers.
   *
   * @param tone colours the card
   * @param answer a few words
   * @param sentence why, empty for none
   */
  public Verdict(Tone tone, String answer, String sentence) {
    this(tone, answer, sentence, Map.of(), List.of());
  }

  /**
   * A verdict that is a number.
   *
   * @param tone colours the card
   * @param answer a few words
   */
  public Verdict(Tone tone, String answer) {
    this(tone, answer, "");
  }

  /**
   * The verdict with one more number.
   *
   * @param name what it is
   * @param value as people read it; empty: left out
   * @return another verdict
   */
  public Verdict fact(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new Verdict(tone, answer, sentence, more, warnings);
  }

  /**
   * The verdict with more to doubt.
   *
   * @param sentences the weightiest first
   * @return another verdict
   */
  public Verdict warnings(List<String> sentences) {
    List<String> more = new ArrayList<>(warnings);
    more.addAll(sentences);
    return new Verdict(tone, answer, sentence, facts, more);
  }
}
