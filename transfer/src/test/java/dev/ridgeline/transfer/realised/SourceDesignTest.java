// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.RidgeProblem;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceDesignTest {
  private static RidgeProblem problem(int n, int p) {
    SplittableRandom random = new SplittableRandom(20261129);
    double[] x = random.doubles((long) n * p, -1, 1).toArray();
    double[] y = random.doubles(n, -1, 1).toArray();
    return RidgeProblem.of(
        MatrixBatch.ofColumnMajor(x, n, p, 1), MatrixBatch.ofColumnMajor(y, n, 1, 1));
  }

  private static void use(FailingBackend counted, RidgeProblem problem) {
    int p = problem.features();
    try (SourceDesign design = new SourceDesign(counted.backend(), problem);
        Block pair = counted.backend().allocate(p, 2, 1)) {
      design.evaluate(0.5, pair);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 8", "8, 5"})
  void leavesNothingOpenWhicheverCallFails(int n, int p) {
    RidgeProblem problem = problem(n, p);
    FailingBackend healthy =
        new FailingBackend(new ReferenceBackendProvider().open(Workers.SERIAL), 0);
    use(healthy, problem);
    assertThat(healthy.open()).isEmpty();
    assertThat(healthy.calls()).isGreaterThan(8);
    for (int call = 1; call <= healthy.calls(); call++) {
      FailingBackend counted =
          new FailingBackend(new ReferenceBackendProvider().open(Workers.SERIAL), call);
      assertThatThrownBy(() -> use(counted, problem))
          .isInstanceOf(FailingBackend.Failure.class)
          .hasNoSuppressedExceptions();
      assertThat(counted.open()).as("open after call " + call + " failed").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 8", "8, 5"})
  void ownsWhatItOpenedUntilItIsClosed(int n, int p) {
    FailingBackend counted =
        new FailingBackend(new ReferenceBackendProvider().open(Workers.SERIAL), 0);
    SourceDesign design = new SourceDesign(counted.backend(), problem(n, p));
    assertThat(counted.open())
        .isEqualTo(n < p ? "Block, Block, Block, Reduced" : "Block, Block, Block, Block, Reduced");
    design.close();
    assertThat(counted.open()).isEmpty();
  }
}
