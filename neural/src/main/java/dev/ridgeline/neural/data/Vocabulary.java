// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The terms of some texts with their inverse document frequencies, and texts in these terms.
 *
 * <p>Stop words are dropped first, then the terms with the highest total count are kept, of equal
 * ones the first in the alphabet; columns are in the order of the alphabet. A row is the count of
 * each term times {@code ln((1 + n) / (1 + df)) + 1}, divided by its length; a text without any of
 * the terms is a row of zeros.
 */
final class Vocabulary {
  private static final Set<String> STOP_WORDS = stopWords();

  private final Map<String, Integer> columns = new HashMap<>();
  private final double[] inverseFrequencies;
  private final int termsBeforeSelection;

  private Vocabulary(Map<String, Integer> documents, List<String> chosen, int texts, int terms) {
    inverseFrequencies = new double[chosen.size()];
    for (int i = 0; i < chosen.size(); i++) {
      columns.put(chosen.get(i), i);
      inverseFrequencies[i] = Math.log((1.0 + texts) / (1.0 + documents.get(chosen.get(i)))) + 1.0;
    }
    termsBeforeSelection = terms;
  }

  /**
   * The vocabulary of some texts.
   *
   * @param texts what it is learnt from
   * @param most how many terms are kept at most
   * @return the vocabulary
   */
  static Vocabulary of(List<String> texts, int most) {
    Map<String, Integer> totals = new HashMap<>();
    Map<String, Integer> documents = new HashMap<>();
    for (String text : texts) {
      counts(text)
          .forEach(
              (term, count) -> {
                totals.merge(term, count, Integer::sum);
                documents.merge(term, 1, Integer::sum);
              });
    }
    List<String> chosen =
        totals.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new Vocabulary(documents, chosen, texts.size(), totals.size());
  }

  /** The terms that a text has, with their counts, in the order of the alphabet. */
  private static SortedMap<String, Integer> counts(String text) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (String token : MessageText.tokens(text)) {
      if (!STOP_WORDS.contains(token)) {
        counts.merge(token, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Number of terms that are kept. */
  int size() {
    return inverseFrequencies.length;
  }

  /** Number of different terms in the texts, stop words left out. */
  int termsBeforeSelection() {
    return termsBeforeSelection;
  }

  /**
   * Texts as rows.
   *
   * @param texts any texts
   * @return a row for each, of length 1 or 0
   */
  SparseInputs rows(List<String> texts) {
    int[] starts = new int[texts.size() + 1];
    int[] terms = new int[1 << 16];
    float[] values = new float[1 << 16];
    int filled = 0;
    for (int row = 0; row < texts.size(); row++) {
      double square = 0;
      TreeMap<Integer, Double> weights = new TreeMap<>();
      for (Map.Entry<String, Integer> entry : counts(texts.get(row)).entrySet()) {
        Integer column = columns.get(entry.getKey());
        if (column != null) {
          double weight = entry.getValue() * inverseFrequencies[column];
          weights.put(column, weight);
          square += weight * weight;
        }
      }
      if (filled + weights.size() > terms.length) {
        int longer = Math.max(2 * terms.length, filled + weights.size());
        terms = Arrays.copyOf(terms, longer);
        values = Arrays.copyOf(values, longer);
      }
      double length = Math.sqrt(square);
      for (Map.Entry<Integer, Double> entry : weights.entrySet()) {
        terms[filled] = entry.getKey();
        values[filled++] = (float) (entry.getValue() / length);
      }
      starts[row + 1] = filled;
    }
    return new SparseInputs(
        texts.size(), size(), starts, Arrays.copyOf(terms, filled), Arrays.copyOf(values, filled));
  }

  private static Set<String> stopWords() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("english-stop-words.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** How many words are left out of every text. */
  static int stopWordCount() {
    return STOP_WORDS.size();
  }
}
