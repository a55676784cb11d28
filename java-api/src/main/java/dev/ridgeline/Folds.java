// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of a sample, shared out to folds. */
final class Folds {
  /** An odd number near 2^64 over the golden ratio: steps of it are spread evenly. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Folds() {}

  /** The rows of every fold, for a sample. */
  static List<int[]> of(Criterion.KFold how, Sample sample) {
    int n = sample.rows();
    if (how.folds() > n) {
      throw new IllegalArgumentException(
          "folds must be at most the number of rows: folds=" + how.folds() + ", rows=" + n);
    }
    List<IntStream.Builder> rows = Stream.generate(IntStream::builder).limit(how.folds()).toList();
    int[] drawn = draw(how.folds(), how.seed(), 0, n);
    for (int i = 0; i < n; i++) {
      rows.get(drawn[i]).add(i);
    }
    return rows.stream().map(fold -> fold.build().toArray()).toList();
  }

  /** The folds of consecutive rows, by the rule of {@link Criterion.KFold}. */
  static int[] draw(int folds, long seed, long first, int count) {
    if (first < 0 || count < 0) {
      throw new IllegalArgumentException(
          "rows are numbered from 0: first=" + first + ", count=" + count);
    }
    int[] drawn = new int[count];
    int[] order = new int[folds];
    long turn = -1;
    for (int i = 0; i < count; i++) {
      long row = first + i;
      if (row / folds != turn) {
        turn = row / folds;
        shuffle(order, mixed(mixed(seed + GOLDEN) + (turn + 1) * GOLDEN));
      }
      drawn[i] = order[(int) (row % folds)];
    }
    return drawn;
  }

  /** The numbers from 0 on in an order that follows from the state alone. */
  private static void shuffle(int[] order, long state) {
    long next = state;
    for (int i = 0; i < order.length; i++) {
      next += GOLDEN;
      int j = (int) Math.unsignedMultiplyHigh(mixed(next), i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /** Stafford's variant 13 of the finaliser of MurmurHash3. */
  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The rows of every group, in the order in which the groups appear. */
  static int[][] groups(Sample sample) {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    int[] labels = sample.groups();
    if (labels == null) {
      throw new IllegalArgumentException("leaving groups out needs Sample.withGroups");
    }
    for (int i = 0; i < labels.length; i++) {
      groups.computeIfAbsent(labels[i], g -> new ArrayList<>()).add(i);
    }
    return groups.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** The rows of every fold: the largest groups are dealt first, each to the smallest fold. */
  static List<int[]> of(Criterion.GroupedKFold how, Sample sample) {
    int[] labels = sample.groups();
    if (labels == null) {
      throw new IllegalArgumentException("grouped folds need Sample.withGroups");
    }
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      groups.computeIfAbsent(labels[i], g -> new ArrayList<>()).add(i);
    }
    if (how.folds() > groups.size()) {
      throw new IllegalArgumentException(
          "folds must be at most the number of groups: folds="
              + how.folds()
              + ", groups="
              + groups.size());
    }
    List<List<Integer>> folds = new ArrayList<>();
    for (int f = 0; f < how.folds(); f++) {
      folds.add(new ArrayList<>());
    }
    groups.values().stream()
        .sorted(Comparator.comparingInt((List<Integer> g) -> -g.size()))
        .forEach(
            g -> folds.stream().min(Comparator.comparingInt(List::size)).orElseThrow().addAll(g));
    return folds.stream().map(f -> f.stream().mapToInt(i -> i).sorted().toArray()).toList();
  }
}
