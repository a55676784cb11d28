// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The works that {@code bench} times.
 *
 * @param items in the order of the table
 * @param warmSeconds least time that a work runs before it is timed
 * @param seconds that it is timed
 */
record BenchPlan(List<Item> items, double warmSeconds, double seconds) {
  private static final int PENALTIES = 50;
  private static final int TARGETS = 21;
  private static final int SYSTEMS = 10_000;

  /** Makes a work on a backend. */
  @FunctionalInterface
  interface Maker {
    Work open(String backend, int threads);
  }

  /**
   * One work.
   *
   * @param work its name
   * @param size in words
   * @param problems that one run solves
   * @param traffic bytes that any algorithm moves: every operand and result once; 0 where a figure
   *     would say nothing
   * @param up bytes of operands handed to the backend in a run
   * @param down bytes of results fetched from it
   * @param maker opens it
   */
  record Item(
      String work,
      String size,
      double problems,
      double traffic,
      double up,
      double down,
      Maker maker) {}

  /** A selection of a minute or two for each backend. */
  static BenchPlan quick() {
    List<Item> items = new ArrayList<>();
    items.add(stream(2048));
    for (int n : new int[] {64, 250, 1000}) {
      items.add(gemm(n));
      items.add(gram(n));
      items.add(factor(n));
    }
    items.add(path(250, false));
    items.add(path(250, true));
    items.add(path(1000, true));
    items.add(small(8));
    items.add(small(32));
    items.add(sweep(200));
    return new BenchPlan(items, 1, 0.5);
  }

  /** More sizes, each timed for longer. */
  static BenchPlan full() {
    List<Item> items = new ArrayList<>();
    items.add(stream(8192));
    for (int n : new int[] {32, 64, 128, 250, 500, 1000, 2000, 4000}) {
      items.add(gemm(n));
      items.add(gram(n));
      items.add(factor(n));
    }
    for (int p : new int[] {100, 250, 500, 1000, 2000}) {
      items.add(path(p, false));
      items.add(path(p, true));
    }
    for (int n : new int[] {4, 8, 16, 32, 64}) {
      items.add(small(n));
    }
    for (int p : new int[] {200, 500, 1000}) {
      items.add(sweep(p));
    }
    return new BenchPlan(items, 3, 2);
  }

  private static double bytes(double numbers) {
    return Double.BYTES * numbers;
  }

  private static Item stream(int columns) {
    double length = (double) Verbs.STREAM_ROWS * columns;
    return new Item(
        "stream",
        (long) length + " elements",
        1,
        bytes(2 * length),
        0,
        0,
        (backend, threads) -> Verbs.stream(OpenBackend.open(backend, threads), columns));
  }

  private static Item gemm(int n) {
    double square = (double) n * n;
    return new Item(
        "gemm",
        n + " x " + n,
        1,
        bytes(3 * square),
        0,
        0,
        (backend, threads) -> Verbs.gemm(OpenBackend.open(backend, threads), n));
  }

  private static Item gram(int n) {
    double square = (double) n * n;
    return new Item(
        "gram",
        n + " x " + n,
        1,
        bytes(2 * square),
        0,
        0,
        (backend, threads) -> Verbs.gram(OpenBackend.open(backend, threads), n));
  }

  private static Item factor(int n) {
    double square = (double) n * n;
    return new Item(
        "factor",
        n + " x " + n,
        1,
        bytes(square),
        0,
        0,
        (backend, threads) -> Verbs.factor(OpenBackend.open(backend, threads), n));
  }

  private static Item path(int p, boolean leaveOneOut) {
    double rows = 2.0 * p;
    return new Item(
        leaveOneOut ? "path with leave-one-out" : "path",
        2 * p + " x " + p + ", " + PENALTIES + " penalties",
        PENALTIES,
        0,
        bytes(rows * p + rows),
        bytes((double) p * PENALTIES + (leaveOneOut ? PENALTIES : 0)),
        (backend, threads) ->
            Problems.path(Problems.open(backend, threads), p, PENALTIES, leaveOneOut));
  }

  private static Item small(int n) {
    double square = (double) n * n;
    return new Item(
        "small batch",
        SYSTEMS + " of " + n + " x " + n,
        SYSTEMS,
        bytes(SYSTEMS * (square + 2.0 * n)),
        bytes((double) SYSTEMS * n),
        bytes((double) SYSTEMS * n),
        (backend, threads) -> Verbs.small(OpenBackend.open(backend, threads), n, SYSTEMS));
  }

  private static Item sweep(int p) {
    int n0 = Math.max(2, p / 2);
    int n1 = Math.max(2, p / 10);
    return new Item(
        "transfer sweep",
        "p " + p + ", " + PENALTIES + " penalties, " + TARGETS + " targets",
        PENALTIES * TARGETS,
        0,
        bytes((double) n0 * p + n0 + TARGETS * ((double) n1 * p + n1 + p)),
        bytes((double) PENALTIES * TARGETS),
        (backend, threads) ->
            Problems.sweep(Problems.open(backend, threads), p, PENALTIES, TARGETS));
  }
}
