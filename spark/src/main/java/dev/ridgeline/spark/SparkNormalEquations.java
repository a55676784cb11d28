// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.BlockSums;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Sums over the rows of a {@code Dataset}, all that ridge regression needs of them, in one pass for
 * all folds. Partitions add up blocks of rows, and what is sent are p (p + 1) / 2 numbers a fold,
 * in groups of partitions first where there are many. A pass over no columns before it counts the
 * rows, so that rows and blocks have numbers.
 *
 * <p>The bits depend on the blocks alone: not on executors, not on what Spark computes twice, and
 * not on the number of partitions as long as each has whole blocks.
 */
public final class SparkNormalEquations {
  private static final String RESULTS = "spark.driver.maxResultSize";

  /** From this many partitions on, groups of them are merged on executors. */
  private static final int FEW = 16;

  /** Bytes of sums that come to the driver; beyond them a task adds up several partitions. */
  private static final double MOST = 512e6;

  private SparkNormalEquations() {}

  /**
   * Sums over all rows; folds are not looked at.
   *
   * @param table which columns
   * @return the sums, about the means
   * @throws BadInputException when a column is not there, not numeric, or has a row that cannot be
   *     used
   */
  public static NormalEquations of(SparkTable table) {
    return NormalEquations.merge(List.copyOf(byFold(table).values()));
  }

  /**
   * Sums for every fold or group of the table, in one pass.
   *
   * @param table which columns, with {@link SparkTable#folds} or {@link SparkTable#foldsBy}
   * @return by the text of the fold, in the order of texts; one entry where there are no folds
   * @throws BadInputException when a column is not there, not numeric, or has a row that cannot be
   *     used
   */
  public static SortedMap<String, NormalEquations> byFold(SparkTable table) {
    return byFold(table, MOST);
  }

  /** Where the sums of all partitions take more than so many bytes, a task adds up several. */
  static SortedMap<String, NormalEquations> byFold(SparkTable table, double most) {
    SparkTable.Layout layout = table.layout();
    JavaRDD<InternalRow> rows = rows(table);
    long[] rowsBefore = rowsBefore(table, rows);
    JavaRDD<byte[]> parts =
        rows.mapPartitionsWithIndex(new PartitionSums(layout, rowsBefore), true);
    SortedMap<String, NormalEquations> sums = new TreeMap<>();
    double bytes = bytes(layout);
    requireRoom(rows, bytes, layout);
    PartitionSums.Result all = merged(inGroups(few(parts, bytes, most)).collect().iterator());
    if (all.refused() != null) {
      throw new BadInputException(all.refused());
    }
    if (all.rows() == 0) {
      throw new BadInputException("the table has no rows");
    }
    if (all.rows() != rowsBefore[rowsBefore.length - 1]) {
      throw new BadInputException(
          "the Dataset had %d rows in one pass and %d in the next: persist it first"
              .formatted(rowsBefore[rowsBefore.length - 1], all.rows()));
    }
    all.sums().forEach((fold, sum) -> sums.put(fold, BlockSums.ofBytes(sum).total()));
    return sums;
  }

  /** Rows as Spark has them inside, an interface for developers. */
  static JavaRDD<InternalRow> rows(SparkTable table) {
    return table.selected().queryExecution().toRdd().toJavaRDD();
  }

  /** Rows before each partition, and in all. */
  static long[] rowsBefore(SparkTable table, JavaRDD<InternalRow> rows) {
    // without columns a file is hardly read, but what is divided by size may be divided otherwise
    JavaRDD<InternalRow> bare = table.data().select().queryExecution().toRdd().toJavaRDD();
    boolean alike =
        bare.getNumPartitions() == rows.getNumPartitions() && table.data().inputFiles().length > 0;
    List<Long> counts =
        (alike ? bare : rows).mapPartitions(SparkNormalEquations::count, true).collect();
    long[] before = new long[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      before[i + 1] = before[i] + counts.get(i);
    }
    return before;
  }

  private static Iterator<Long> count(Iterator<InternalRow> rows) {
    long count = 0;
    while (rows.hasNext()) {
      rows.next();
      count++;
    }
    return List.of(count).iterator();
  }

  /** Of the sums of one partition; folds of a column are counted once. */
  private static double bytes(SparkTable.Layout layout) {
    double p = layout.features();
    return 8 * (p * (p + 1) / 2 + p * layout.responses().size()) * Math.max(1, layout.folds());
  }

  private static void requireRoom(
      JavaRDD<InternalRow> rows, double bytes, SparkTable.Layout layout) {
    long most = rows.context().getConf().getSizeAsBytes(RESULTS, "1g");
    if (most > 0 && bytes > (double) most) {
      throw new BadInputException(
          RESULTS,
          most + " bytes",
          String.format(
              Locale.ROOT,
              "%.0f or more for the sums of %d features in %d folds, or fewer folds",
              bytes,
              layout.features(),
              Math.max(1, layout.folds())));
    }
  }

  /** As many tasks as there are cores where sums are large: each has one at a time. */
  private static JavaRDD<byte[]> few(JavaRDD<byte[]> parts, double bytes, double most) {
    int cores = parts.context().defaultParallelism();
    int count = parts.getNumPartitions();
    return count <= cores || count * bytes <= most
        ? parts
        : parts
            .coalesce(cores)
            .mapPartitions(results -> List.of(Bytes.of(merged(results))).iterator());
  }

  /** Neighbours are merged first: their blocks are, too, so that fewer are left. */
  private static JavaRDD<byte[]> inGroups(JavaRDD<byte[]> parts) {
    int count = parts.getNumPartitions();
    if (count < FEW) {
      return parts;
    }
    int groups = (int) Math.ceil(Math.sqrt(count));
    int size = Math.ceilDiv(count, groups);
    JavaPairRDD<Integer, byte[]> byGroup =
        parts
            .mapPartitionsWithIndex(
                (Integer index, Iterator<byte[]> results) ->
                    List.of(new Tuple2<>(index / size, results.next())).iterator(),
                true)
            .mapToPair(pair -> pair);
    return byGroup.groupByKey(groups).values().map(results -> Bytes.of(merged(results.iterator())));
  }

  private static PartitionSums.Result merged(Iterator<byte[]> results) {
    long rows = 0;
    Map<String, BlockSums> sums = new TreeMap<>();
    while (results.hasNext()) {
      PartitionSums.Result result = Bytes.read(results.next(), PartitionSums.Result.class);
      if (result.refused() != null) {
        return result;
      }
      rows += result.rows();
      result
          .sums()
          .forEach(
              (fold, part) ->
                  sums.computeIfAbsent(fold, name -> new BlockSums())
                      .addAll(BlockSums.ofBytes(part)));
    }
    Map<String, byte[]> all = new TreeMap<>();
    sums.forEach((fold, of) -> all.put(fold, of.toBytes()));
    return new PartitionSums.Result(null, rows, all);
  }
}
