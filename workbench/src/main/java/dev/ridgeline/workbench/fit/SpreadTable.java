// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.BlockSums;
import dev.ridgeline.Criterion;
import dev.ridgeline.LeftOutErrors;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.RunControl;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.fit.PartTask.Goal;
import dev.ridgeline.workbench.fit.PartTask.Part;
import dev.ridgeline.workbench.fit.PartTask.Result;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.table.TableParts;
import dev.ridgeline.workbench.table.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A table that a cluster reads in parts, each on some machine: sums come back, and losses where
 * leave-one-out judges. Parts follow from the files and the options alone, and sums are merged in
 * the tree of their numbers, so the bits do not depend on the cluster.
 *
 * <p>A first pass finds where the parts begin and how many rows they have; without folds it takes
 * the sums, too.
 */
final class SpreadTable {
  /** Bytes of a part at least: a second of reading, or less where little memory is allowed. */
  private static final long LEAST = 32L << 20;

  private static final long OF_MEMORY = 64;

  /** Bytes that are read for a byte that is sent to the driver, at least. */
  private static final long SHARE = 8;

  private static final double ROUNDING = 8 * Math.ulp(1.0);

  private final TableSource source;
  private final Columns columns;
  private final Expansion expansion;
  private final Criterion.KFold folds; // null: leave-one-out
  private final TableParts table;
  private final List<Part> parts = new ArrayList<>();
  private List<Result> found; // by the first pass
  private List<NormalEquations> sums; // of every fold
  private Run run;
  private CellBackend backend;
  private RunControl control;

  /**
   * Cuts a table.
   *
   * @param criterion leave-one-out or folds
   */
  SpreadTable(TableSource source, Columns columns, Criterion criterion) {
    this.source = source;
    this.columns = columns;
    this.expansion = columns.arguments().expansion(null, columns.inputs());
    this.folds = criterion instanceof Criterion.KFold drawn ? drawn : null;
    long features = expansion.size(columns.inputs());
    double order = features + columns.responses().size();
    long sums = (long) (4 * order * order * (folds == null ? 1 : folds.folds()));
    long memory = columns.arguments().memory();
    int rows = StreamedTable.rowsOfBlock(features, memory);
    long least = Math.clamp(memory / OF_MEMORY, 1 << 16, LEAST);
    this.table =
        source.cut(
            columns.selection(), columns.arguments().format(), rows, Math.max(least, SHARE * sums));
    for (TableParts.Part part : table.parts()) {
      parts.add(new Part(parts.size(), part, 0, 0));
    }
  }

  /** Refuses what no cluster does, before anything is read. */
  static void requireSpread(
      String option, TableSource source, TableArguments arguments, HeldOutArguments heldOut) {
    if (!source.replayable()) {
      throw new BadInputException(
          option, source.name(), "files: beside --executor nothing can come through a pipe");
    }
    if (heldOut.groups() != null) {
      throw new BadInputException(
          "--groups",
          heldOut.groups(),
          "no --groups beside --executor: groups need the whole table in one place");
    }
    arguments
        .whyNotInPasses()
        .ifPresent(
            why -> {
              throw new BadInputException(
                  why
                      + " needs a look at the whole table first: leave it out beside --executor, or"
                      + " leave --executor out");
            });
  }

  /** What a cluster does, in a sentence. */
  String sentence(String cluster) {
    String passes =
        folds == null
            ? "twice, for sums and for leave-one-out (once more where the grid is extended)"
            : "twice, to number the rows and for the sums of " + folds.folds() + " folds";
    return source.name()
        + " is read "
        + passes
        + " by "
        + cluster
        + ", in "
        + parts.size()
        + (parts.size() == 1 ? " part." : " parts.");
  }

  List<String> features() {
    return expansion.names(columns.inputs());
  }

  Expansion expansion() {
    return expansion;
  }

  /** What a person should know; complete after a fit. */
  List<String> notes() {
    Set<String> notes = new LinkedHashSet<>(source.notes());
    long read = 0;
    long rows = 0;
    for (Result result : found) {
      notes.addAll(result.found().notes());
      read += result.read();
      rows += result.rows();
    }
    if (rows < read) {
      notes.add(Columns.dropped(source.name(), read - rows, read));
    }
    return List.copyOf(notes);
  }

  /**
   * Fits; sums are taken once, whatever the number of fits.
   *
   * @param cv with the criterion of this
   * @param on who computes parts
   * @param with what they multiply with
   */
  RidgeFit fit(RidgeCv cv, Run on, CellBackend with, RunControl progress) {
    run = on;
    backend = with;
    control = progress;
    if (sums == null) {
      sums = sums();
    }
    // the solver's own steps are a small part beside the reading
    RunControl quiet = new RunControl(control.cancelled(), RunControl.NONE.progress());
    return folds == null ? cv.fit(sums.getFirst(), this::losses, quiet) : cv.fit(sums, quiet);
  }

  /** Refuses responses that are all the same, after a fit. */
  void requireVariation() {
    NormalEquations all = NormalEquations.merge(sums);
    double[] squares = all.responseSquares();
    for (int c = 0; c < squares.length; c++) {
      double rounding = ROUNDING * all.responseMeans()[c]; // of the means of parts
      if (squares[c] <= all.weight() * rounding * rounding) {
        throw Columns.constant(source.name(), columns.responses().get(c), all.responseMeans()[c]);
      }
    }
  }

  private List<NormalEquations> sums() {
    Result[] first = new Result[parts.size()];
    List<BlockSums> merged = merge(folds == null ? Goal.SUMS : Goal.ROWS, first);
    boolean right = settle(first);
    found = List.of(first);
    long rows = found.stream().mapToLong(Result::rows).sum();
    long features = expansion.size(columns.inputs());
    columns.requireRows(source.name(), found.stream().mapToLong(Result::counted).sum());
    if (rows <= features) {
      throw new BadInputException(
          source.name(),
          rows + " rows of " + features + " features",
          "more rows than features; without --executor such a table is fitted as well");
    }
    if (folds != null) {
      HeldOutArguments.requireFolds(folds.folds(), rows, "rows", source.name());
    }
    if (folds != null || !right) {
      Result[] second = new Result[parts.size()];
      merged = merge(Goal.SUMS, second);
      requireSame(second);
    }
    return merged.stream().map(BlockSums::total).toList();
  }

  /** Reads all parts, and merges their sums as they come. */
  private List<BlockSums> merge(Goal goal, Result[] results) {
    List<BlockSums> merged =
        Stream.generate(BlockSums::new).limit(folds == null ? 1 : folds.folds()).toList();
    pass(
        goal,
        null,
        (part, result) -> {
          for (int fold = 0; result.refused() == null && fold < merged.size(); fold++) {
            if (result.sums()[fold] != null) {
              merged.get(fold).add(part.number(), NormalEquations.ofBytes(result.sums()[fold]));
            }
          }
          results[part.number()] = result.withoutSums();
        });
    return merged;
  }

  /**
   * Puts right where parts begin and what comes before them, part after part. One that began
   * elsewhere is read again, and so is one that is refused, now that its lines have numbers.
   *
   * @return whether all was right
   */
  private boolean settle(Result[] results) {
    boolean right = true;
    long rows = 0;
    long read = 0;
    for (int i = 0; i < results.length; i++) {
      TableParts.Part at = parts.get(i).rows();
      if (!at.exact()) {
        TableParts.Found last = results[i - 1].found();
        at = at.at(last.end(), parts.get(i - 1).rows().line() + last.lines());
      }
      Part part = new Part(i, at, rows, read);
      parts.set(i, part);
      if (results[i].refused() != null || results[i].found().start() != at.from()) {
        right = false;
        run.spread(List.of(part), task(Goal.ROWS, null), (p, r) -> results[p.number()] = r);
        if (results[i].refused() != null) {
          throw new BadInputException(results[i].refused());
        }
      }
      rows += results[i].rows();
      read += results[i].read();
    }
    return right;
  }

  private double[] losses(LeftOutErrors errors) {
    Result[] results = new Result[parts.size()];
    pass(Goal.LOSSES, errors, (part, result) -> results[part.number()] = result);
    requireSame(results);
    double[] sum = new double[errors.penalties() * columns.responses().size()];
    for (Result result : results) { // in order, whatever came first
      Arrays.setAll(sum, i -> sum[i] + result.losses()[i]);
    }
    return sum;
  }

  private void requireSame(Result[] results) {
    for (int i = 0; i < results.length; i++) {
      if (results[i].refused() != null || results[i].rows() != found.get(i).rows()) {
        throw new RunFailedException(
            "a file changed while it was read: run the command again when nobody writes to it");
      }
    }
  }

  private void pass(Goal goal, LeftOutErrors errors, BiConsumer<Part, Result> results) {
    int[] done = {0};
    run.spread(
        List.copyOf(parts),
        task(goal, errors),
        (part, result) -> {
          results.accept(part, result);
          control.progress().update(++done[0], parts.size());
        });
    control.check();
  }

  private PartTask task(Goal goal, LeftOutErrors errors) {
    int count = folds == null ? 1 : folds.folds();
    long seed = folds == null ? 0 : folds.seed();
    return new PartTask(table, columns.sent(), expansion, backend, goal, count, seed, errors);
  }
}
