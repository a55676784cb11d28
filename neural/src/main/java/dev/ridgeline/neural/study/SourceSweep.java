// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a study: one source model for every seed and strength of its regulariser, with all
 * that becomes of it, and for every seed the models from scratch.
 *
 * @param series keeps the cells of a run with several studies apart; empty where there is one
 * @param seeds how many, from 0
 * @param grid the strengths
 * @param parallel cells at work at a time
 * @param quiet whether nothing is said
 */
record SourceSweep(String series, int seeds, double[] grid, int parallel, boolean quiet) {
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
   * Computes whatever is not finished.
   *
   * @param run where finished cells are kept
   * @param words what is said before
   * @param task computes a cell
   * @return all results
   */
  Results compute(Run run, String words, CellTask<NeuralCell, CellResult> task) {
    // the cells of a seed that cost most come first, so that the end of the run is not one of them
    List<NeuralCell> sources = new ArrayList<>();
    List<NeuralCell> scratch = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (double strength : grid) {
        sources.add(NeuralCell.source(series, seed, strength));
      }
      scratch.add(NeuralCell.scratch(series, seed));
    }
    Announcement announcement = new Announcement(quiet, run.unfinished(sources), parallel);
    announcement.say(words);
    List<NeuralCell> all = new ArrayList<>(sources);
    all.addAll(scratch);
    run.workers(parallel);
    List<CellResult> results =
        run.sweep(
            all,
            CellResult.class,
            cell -> {
              CellResult result = task.compute(cell);
              if (!cell.scratch()) {
                announcement.finished(result.seconds());
              }
              return result;
            });
    List<List<CellResult>> bySeed = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      bySeed.add(results.subList(seed * grid.length, (seed + 1) * grid.length));
    }
    return new Results(bySeed, results.subList(sources.size(), results.size()));
  }
}
