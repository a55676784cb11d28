// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every implementation of every work computes the right result, twice in a row; nothing is timed.
 */
class WorksTest {
  private static final List<String> OWN = List.of(Peers.SIMD, Peers.REFERENCE);
  private static final List<String> BLAS =
      List.of(Peers.OPENBLAS, Peers.EJML, Peers.OJALGO, Peers.NETLIB);

  private final List<DynamicTest> tests = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> computesTheRightResult() {
    for (String peer : join(OWN, BLAS)) {
      for (int threads = 1; threads <= 2; threads++) {
        int count = threads;
        add("gemm", peer, () -> GemmWork.open(peer, 13, count));
        add("gram", peer, () -> GramWork.open(peer, 13, count));
        add("factor", peer, () -> FactorWork.open(peer, 13, count));
      }
    }
    add("factor", FactorWork.COPY, () -> FactorWork.open(FactorWork.COPY, 13, 1));
    for (String peer : join(OWN, List.of(Peers.OPENBLAS))) {
      add("reduce and solve", peer, () -> ReduceSolveWork.open(peer, 13, 5, 1));
      add("leave-one-out", peer, () -> LeaveOneOutWork.open(peer, 13, 5, 1));
    }
    for (String peer : join(OWN, List.of(Peers.OPENBLAS, Peers.EJML, Peers.SMILE, Peers.ND4J))) {
      add("small batch", peer, () -> SmallBatchWork.open(peer, 5, 20, 1));
    }
    for (String peer : join(OWN, List.of(Peers.OPENBLAS, Peers.SMILE, Peers.ND4J))) {
      add("path", peer, () -> PathWork.open(peer, 7, 5, false, 1));
    }
    for (String peer : OWN) {
      add("path with leave-one-out", peer, () -> PathWork.open(peer, 7, 5, true, 2));
      add("sweep", peer, () -> SweepWork.open(peer, 20, 2, 2));
      add("transfer", peer, () -> TransferWork.open(peer, 20, 1));
      add("stream", peer, () -> StreamWork.open(peer, 60, 20, 7, 1));
      for (String verb : List.of("geam", "hadamard", "dgmm", "norms", "dots")) {
        add(verb, peer, () -> ElementwiseWork.open(peer, verb, 11, 1));
      }
    }
    add("dots", Peers.OPENBLAS, () -> ElementwiseWork.open(Peers.OPENBLAS, "dots", 11, 1));
    return tests.stream();
  }

  private void add(String name, String peer, Supplier<Work> open) {
    tests.add(
        DynamicTest.dynamicTest(
            name + " by " + peer,
            () -> {
              try (Work work = open.get()) {
                work.verified(name).verified(name);
              }
            }));
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Test
  void refusesAWrongResult() {
    double[] a = Operands.normal(9, 1);
    double[] b = Operands.normal(9, 2);
    double[] wrong = new double[9];
    Work work =
        Work.of(1, () -> {}, () -> Operands.productResidual(false, a, b, wrong, 3, 3, 3), () -> {});
    assertThatThrownBy(() -> work.verified("gemm"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("gemm computed a wrong result");
  }

  @Test
  void refusesNotANumber() {
    double[] g = Operands.positiveDefinite(3, 1);
    double[] x = {Double.NaN, 0, 0};
    assertThat(Operands.solveResidual(g, 3, 0, x, new double[3])).isInfinite();
  }

  @Test
  void refusesAPeerItDoesNotKnow() {
    assertThatThrownBy(() -> GemmWork.open("mkl", 3, 1)).hasMessageContaining("mkl");
  }
}
