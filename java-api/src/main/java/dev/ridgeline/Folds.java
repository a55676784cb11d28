// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows of a sample, shared out to folds. */
final class Folds {
  private Folds() {}

  /** The rows of every fold, for a sample. */
  static List<int[]> of(Criterion.KFold how, Sample sample) {
    int n = sample.rows();
    if (how.folds() > n) {
      throw new IllegalArgumentException(
          "folds must be at most the number of rows: folds=" + how.folds() + ", rows=" + n);
    }
    int[] order = new int[n];
    SplittableRandom random = new SplittableRandom(how.seed());
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    List<int[]> folds = new ArrayList<>();
    for (int f = 0; f < how.folds(); f++) {
      int from = (int) ((long) n * f / how.folds());
      int to = (int) ((long) n * (f + 1) / how.folds());
      int[] rows = Arrays.copyOfRange(order, from, to);
      Arrays.sort(rows);
      folds.add(rows);
    }
    return folds;
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
