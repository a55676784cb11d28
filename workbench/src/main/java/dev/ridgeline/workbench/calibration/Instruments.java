// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.preprocess.Preprocessing;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same samples on several instruments: row i of every table is sample i.
 *
 * @param names of the instruments
 * @param samples preprocessed features, and references, one per instrument
 * @param notes what a person should know of the tables, a sentence each
 */
record Instruments(List<String> names, List<Sample> samples, List<String> notes) {
  /**
   * Which columns mean what.
   *
   * @param responses the properties
   * @param id names of the samples; null matches rows by their order
   * @param excluded columns that are no features
   * @param format of text files
   * @param preprocessing of every row
   */
  record Columns(
      List<String> responses,
      String id,
      List<String> excluded,
      TableOptions format,
      Preprocessing preprocessing) {}

  int size() {
    return samples.size();
  }

  int rows() {
    return samples.getFirst().rows();
  }

  /**
   * Reads and matches tables.
   *
   * @throws BadInputException when they are not of the same samples and columns
   */
  static Instruments read(List<Path> files, Columns columns) {
    if (files.size() < 2) {
      throw new BadInputException("--instruments", files.getFirst(), "two tables or more");
    }
    List<String> features = features(files.getFirst(), columns);
    columns.preprocessing().requireColumns(features.size());
    List<Table> tables = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Path file : files) {
      tables.add(read(file, files.getFirst(), features, columns));
    }
    if (columns.id() == null) {
      requireRows(tables);
    } else {
      tables = matched(files, tables, columns, notes);
    }
    List<Sample> samples = new ArrayList<>();
    for (Table table : tables) {
      samples.add(
          Sample.of(
              columns.preprocessing().apply(table.source(), table.features(features)),
              table.features(columns.responses())));
    }
    compareReferences(tables, columns, notes);
    return new Instruments(names(files), samples, notes);
  }

  private static List<String> features(Path file, Columns columns) {
    List<String> there = Tables.columnNames(file, columns.format());
    Set<String> taken = new HashSet<>();
    for (String response : columns.responses()) {
      requireColumn("--response", file, response, there);
      if (!taken.add(response)) {
        throw new BadInputException("--response", response, "every column once");
      }
    }
    if (columns.id() != null) {
      requireColumn("--id", file, columns.id(), there);
      if (!taken.add(columns.id())) {
        throw new BadInputException("--id", columns.id(), "another column than --response");
      }
    }
    for (String name : columns.excluded()) {
      requireColumn("--exclude", file, name, there);
    }
    List<String> features = new ArrayList<>(there);
    features.removeAll(taken);
    features.removeAll(columns.excluded());
    if (features.isEmpty()) {
      throw new BadInputException(
          file.toString(), String.join(",", there), "a table with features beside these columns");
    }
    return features;
  }

  private static void requireColumn(String option, Path file, String name, List<String> there) {
    if (!there.contains(name)) {
      int shown = Math.min(12, there.size());
      throw new BadInputException(
          option,
          name,
          "a column of "
              + file
              + ": "
              + String.join(", ", there.subList(0, shown))
              + (shown < there.size() ? " and " + (there.size() - shown) + " more" : ""));
    }
  }

  private static Table read(Path file, Path first, List<String> features, Columns columns) {
    Set<String> there = new LinkedHashSet<>(Tables.columnNames(file, columns.format()));
    Set<String> wanted = new LinkedHashSet<>(features);
    wanted.addAll(columns.responses());
    for (String name : wanted) {
      if (!there.contains(name)) {
        throw new BadInputException(
            file + " column", name, "the columns of " + first + ": it is missing");
      }
    }
    there.removeAll(wanted);
    there.removeAll(columns.excluded());
    there.remove(columns.id());
    for (String name : there) {
      throw new BadInputException(
          file + " column", name, "the columns of " + first + ", which has no such; --exclude it");
    }
    return Tables.read(file, columns.format(), wanted);
  }

  private static void requireRows(List<Table> tables) {
    Table first = tables.getFirst();
    for (Table table : tables) {
      if (table.rows() != first.rows()) {
        throw new BadInputException(
            table.source(),
            table.rows() + " rows",
            "the "
                + first.rows()
                + " samples of "
                + first.source()
                + ", in the same order; --id COLUMN matches rows by the names of the samples");
      }
    }
  }

  /** The samples that every table has, in the order of the first one. */
  private static List<Table> matched(
      List<Path> files, List<Table> tables, Columns columns, List<String> notes) {
    List<Map<String, Integer>> places = new ArrayList<>();
    for (Path file : files) {
      places.add(places(file, columns));
    }
    List<String> common =
        places.getFirst().keySet().stream()
            .filter(name -> places.stream().allMatch(table -> table.containsKey(name)))
            .toList();
    if (common.isEmpty()) {
      throw new BadInputException(
          "--id", columns.id(), "names of samples that all tables share: none is in all of them");
    }
    List<Table> matched = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      Map<String, Integer> own = places.get(t);
      matched.add(tables.get(t).select(common.stream().mapToInt(own::get).toArray()));
      int missing = own.size() - common.size();
      if (missing > 0) {
        notes.add(
            missing
                + " of "
                + own.size()
                + " samples of "
                + files.get(t)
                + " are not in every table and are left out.");
      }
    }
    return matched;
  }

  private static Map<String, Integer> places(Path file, Columns columns) {
    List<String> names = Tables.texts(file, columns.format(), columns.id());
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Integer before = places.put(names.get(i), i);
      if (names.get(i).isEmpty() || before != null) {
        throw new BadInputException(
            file + " data row " + (i + 1) + " column " + columns.id(),
            names.get(i),
            before == null
                ? "the name of a sample"
                : "every sample once: data row " + (before + 1) + " has the same name");
      }
    }
    return places;
  }

  /** Rows in another order give themselves away by other references. */
  private static void compareReferences(List<Table> tables, Columns columns, List<String> notes) {
    Table first = tables.getFirst();
    for (Table table : tables.subList(1, tables.size())) {
      for (String response : columns.responses()) {
        double[] a = first.column(response);
        double[] b = table.column(response);
        long other = IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
        if (other > 0) {
          notes.add(
              other
                  + " of "
                  + a.length
                  + " samples have another "
                  + response
                  + " in "
                  + table.source()
                  + " than in "
                  + first.source()
                  + (columns.id() == null
                      ? ": if rows are in another order, match them with --id COLUMN."
                      : "."));
        }
      }
    }
  }

  /** Files without folder and ending, where that tells them apart. */
  private static List<String> names(List<Path> files) {
    List<String> names = files.stream().map(Instruments::name).toList();
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    List<String> told =
        IntStream.range(0, names.size())
            .mapToObj(i -> counts.get(names.get(i)) == 1 ? names.get(i) : "" + files.get(i))
            .toList();
    Set<String> seen = new HashSet<>();
    for (String name : told) {
      if (!seen.add(name)) {
        throw new BadInputException("--instruments", name, "every table once");
      }
    }
    return told;
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
