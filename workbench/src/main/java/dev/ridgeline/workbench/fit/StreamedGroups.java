// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.NormalEquations;
import dev.ridgeline.NormalEquationsBatch;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The groups of a table that does not fit into memory, as their sums: read once, block by block,
 * rows of a group anywhere. Memory grows with the groups, not with the rows.
 */
final class StreamedGroups {
  /** Arrays of the size of a block that are there at once. */
  private static final int BLOCKS = 5;

  /** The share of the memory that blocks take. */
  private static final double SHARE = 4;

  private static final int LEAST_ROWS = 1 << 10;
  private static final int MOST_ROWS = 1 << 22;

  /** Objects around the sums of a group, and its name. */
  private static final double BYTES_OF_GROUP = 400;

  private final StreamedTable table;
  private final Ridgeline ridgeline;
  private final long memory;
  private final Map<List<String>, Integer> numbers = new HashMap<>();
  private final List<NormalEquations> sums = new ArrayList<>();
  private long rows;

  private StreamedGroups(StreamedTable table, Ridgeline ridgeline, long memory) {
    this.table = table;
    this.ridgeline = ridgeline;
    this.memory = memory;
  }

  /**
   * Rows of a block: many, so that a group has several of them in each, and few merges.
   *
   * @param numbers of a row, made features included
   */
  static int rowsOfBlock(double numbers, long memory) {
    return (int) Math.clamp(memory / SHARE / (8 * BLOCKS * numbers), LEAST_ROWS, MOST_ROWS);
  }

  /** Bytes of a group with its models. */
  static double bytesOfGroup(double features, double responses) {
    double columns = features + responses;
    double products = features * columns + 2 * columns + responses;
    return 8 * products + BYTES_OF_GROUP + GroupedPath.bytesOfModels(responses, features);
  }

  static StreamedGroups read(
      StreamedTable table, Ridgeline ridgeline, long memory, RunControl control) {
    StreamedGroups groups = new StreamedGroups(table, ridgeline, memory);
    table.forEachTable(control, groups::add);
    return groups;
  }

  private void add(Table block) {
    TableGroups groups = TableGroups.of(block, table.columns(), table.expansion());
    NormalEquationsBatch more = ridgeline.normalEquations(groups, RunControl.NONE);
    List<String[]> texts = groups.names().texts();
    for (int group = 0; group < more.count(); group++) {
      int from = group;
      List<String> name = texts.stream().map(own -> own[from]).toList();
      Integer known = numbers.putIfAbsent(name, sums.size());
      if (known == null) {
        sums.add(more.get(group));
      } else {
        sums.set(known, sums.get(known).merge(more.get(group)));
      }
    }
    rows += block.rows();
    requireMemory();
  }

  private void requireMemory() {
    NormalEquations first = sums.getFirst();
    double needed = sums.size() * bytesOfGroup(first.features(), first.responses());
    double there = memory * (SHARE - 1) / SHARE;
    if (needed > there) {
      throw new BadInputException(
          table.name(),
          String.format(Locale.ROOT, "%,d groups in the first %,d rows", sums.size(), rows),
          "what fits into memory: their sums and models take "
              + WorkMemory.size(needed)
              + " and there are "
              + WorkMemory.size(there)
              + "; fewer features, or "
              + WorkMemory.remedy(needed * SHARE / (SHARE - 1), memory));
    }
  }

  NormalEquationsBatch sums() {
    return NormalEquationsBatch.of(sums);
  }

  /** In the order of their first rows. */
  GroupNames names() {
    List<String> keys = table.columns().keys();
    List<String[]> texts = new ArrayList<>();
    keys.forEach(key -> texts.add(new String[sums.size()]));
    numbers.forEach(
        (name, number) -> {
          for (int key = 0; key < keys.size(); key++) {
            texts.get(key)[number] = name.get(key);
          }
        });
    return new GroupNames(keys, texts, rows);
  }
}
