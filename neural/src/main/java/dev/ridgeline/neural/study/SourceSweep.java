// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.SweepPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The cells of a study: one source model for every seed and strength of its regulariser, with all
 * that becomes of it, and for every seed the models from scratch.
 *
 * @param series keeps the cells of a run with several studies apart; empty where there is one
 * @param seeds how many, from 0
 * @param grid the strengths
 * @param parallel cells at work at a time
 * @param quiet whether nothing is said
 * @param work asked for when a cell is about to be computed, and let go of after the last one
 */
record SourceSweep(
    String series, int seeds, double[] grid, int parallel, boolean quiet, Supplier<Work> work) {
  /**
   * What there is to do.
   *
   * @param words what is said before
   * @param task computes a cell
   */
  record Work(String words, CellTask<NeuralCell, CellResult> task) {}

  /**
   * What the cells gave.
   *
   * @param bySeed results by seed and strength
   * @param scratch results by seed
   */
  record Results(List<List<CellResult>> bySeed, List<CellResult> scratch) {
    /** Copies the lists. */
    Results {
      bySeed = List.copyOf(bySeed);
      scratch = List.copyOf(scratch);
    }
  }

  /**
   * Computes whatever is not finished, one sweep after the other.
   *
   * @param run where finished cells are kept
   * @param sweeps all of the run
   * @return all results
   */
  static List<Results> compute(Run run, List<SourceSweep> sweeps) {
    run.workers(sweeps.getFirst().parallel());
    List<List<CellResult>> results =
        run.sweep(sweeps.stream().map(SourceSweep::part).toList(), CellResult.class);
    return IntStream.range(0, sweeps.size())
        .mapToObj(i -> sweeps.get(i).results(results.get(i)))
        .toList();
  }

  /** The cells that cost most come first, so that the end of the run is not one of them. */
  private SweepPart<NeuralCell, CellResult> part() {
    List<NeuralCell> cells = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (double strength : grid) {
        cells.add(NeuralCell.source(series, seed, strength));
      }
    }
    for (int seed = 0; seed < seeds; seed++) {
      cells.add(NeuralCell.scratch(series, seed));
    }
    Announcement announcement = new Announcement(quiet, parallel);
    return new SweepPart<>(
        cells,
        open -> {
          Work todo = work.get();
          announcement.begin(todo.words(), (int) open.stream().filter(c -> !c.scratch()).count());
          return todo.task();
        },
        (cell, result) -> {
          if (!cell.scratch()) {
            announcement.finished(result.seconds());
          }
        });
  }

  private Results results(List<CellResult> results) {
    List<List<CellResult>> bySeed = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      bySeed.add(results.subList(seed * grid.length, (seed + 1) * grid.length));
    }
    return new Results(bySeed, results.subList(seeds * grid.length, results.size()));
  }
}
