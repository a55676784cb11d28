// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.cli.Grid;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a profile runs of a study, where no option says otherwise.
 *
 * @param seeds how many, from 0
 * @param weightDecays of the source
 * @param fractions of the target training set
 * @param sourceEpochs passes over the source sample
 * @param transferEpochs passes over the target sample
 * @param mostRows how many rows of every set are used at most
 */
record Protocol(
    int seeds,
    Grid weightDecays,
    Grid fractions,
    int sourceEpochs,
    int transferEpochs,
    int mostRows) {

  private static final int ALL = Integer.MAX_VALUE;

  /** 0 and 18 values from 1e-6 to 1e-1, evenly spaced in the logarithm: the published grid. */
  private static final Grid PAPER_GRID = zeroAnd("logspace:1e-6:1e-1:18");

  private static final Grid QUICK_GRID = zeroAnd("logspace:1e-6:1e-1:6");
  private static final Grid SHORT_GRID = Grid.parse("0,1e-4,1e-2");
  private static final Grid SMOKE_GRID = Grid.parse("0,1e-3");

  /** The published protocol of a data set, or what a smaller profile runs of it. */
  static Protocol of(DataSet set, Profile profile) {
    return switch (set) {
      case MNIST ->
          switch (profile) {
            case SMOKE -> protocol(2, SMOKE_GRID, "0.1", 2, 2, 2000);
            case QUICK -> protocol(3, QUICK_GRID, "0.1", 10, 5, ALL);
            case PAPER -> protocol(10, PAPER_GRID, "0.1", 10, 5, ALL);
          };
      case CIFAR10 ->
          switch (profile) {
            case SMOKE -> protocol(2, SMOKE_GRID, "0.05", 1, 2, 600);
            case QUICK -> protocol(2, SHORT_GRID, "0.05", 5, 8, ALL);
            case PAPER -> protocol(10, PAPER_GRID, "0.05", 15, 8, ALL);
          };
      case NEWSGROUPS ->
          switch (profile) {
            case SMOKE -> protocol(2, SMOKE_GRID, "0.1", 2, 2, 600);
            case QUICK -> protocol(3, QUICK_GRID, "0.1", 15, 8, ALL);
            case PAPER -> protocol(10, PAPER_GRID, "0.1", 15, 8, ALL);
          };
    };
  }

  /** The same with other target fractions. */
  Protocol with(Grid other) {
    return new Protocol(seeds, weightDecays, other, sourceEpochs, transferEpochs, mostRows);
  }

  private static Protocol protocol(
      int seeds, Grid grid, String fraction, int source, int transfer, int mostRows) {
    return new Protocol(seeds, grid, Grid.parse(fraction), source, transfer, mostRows);
  }

  private static Grid zeroAnd(String rest) {
    return Grid.parse(
        Arrays.stream(Grid.parse(rest).values())
            .mapToObj(Double::toString)
            .collect(Collectors.joining(",", "0,", "")));
  }
}
