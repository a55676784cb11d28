// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.DeviceMemoryException;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.cuda.EmulatedDevice.Fault;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.TransferStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory that is spent, and a device that fails, on the emulated device. */
class DeviceFailureTest {
  private static final LambdaGrid PENALTIES = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 20);

  private final EmulatedDevice device = EmulatedDevice.get();

  @BeforeEach
  void reset() {
    System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
    device.reset();
  }

  @AfterEach
  void breaksNoRule() {
    assertThat(device.count("violations")).as(device.violation()).isZero();
    device.reset();
  }

  private static MatrixBatch random(int rows, int columns, int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] data = new double[rows * columns * count];
    Arrays.setAll(data, i -> random.nextDouble(-1, 1));
    return MatrixBatch.ofColumnMajor(data, rows, columns, count);
  }

  private static RidgeProblem problem(int n, int p, int count) {
    return RidgeProblem.of(random(n, p, count, 1), random(n, 1, count, 2)).withLeaveOneOut();
  }

  private static RidgePath path(String backend, RidgeProblem problem) {
    try (Ridgeline ridgeline = Ridgeline.builder().backend(backend).threads(1).open()) {
      return ridgeline.path(problem, PENALTIES);
    }
  }

  private static void assertSame(RidgePath actual, RidgePath expected, double tolerance) {
    for (int item = 0; item < 3; item++) {
      for (int j = 0; j < PENALTIES.size(); j++) {
        assertThat(actual.coefficients(item, j, 0))
            .containsExactly(expected.coefficients(item, j, 0), within(tolerance));
      }
    }
  }

  /** What a failed call could not give back is still there; nothing else is. */
  private void assertNoLeak(String failed) {
    if (!failed.contains("Free") && !failed.contains("Destroy")) {
      assertThat(device.count("leaks")).as(failed + ": " + device.leaks()).isZero();
    }
  }

  @Test
  void finishesInSmallerPiecesWhenMemoryIsSpent() {
    for (RidgeProblem problem : new RidgeProblem[] {problem(30, 50, 3), problem(60, 20, 3)}) {
      device.reset();
      RidgePath whole = path("cuda", problem);
      assertThat(device.count("leaks")).as(device.leaks()).isZero();
      // one allocation after the other finds no memory, once; then the device is a small one
      for (long nth = 60; nth < 400; nth += 17) {
        device.reset();
        device.fail(nth, Fault.MEMORY);
        assertSame(path("cuda", problem), whole, 0);
        assertNoLeak(device.call(nth));
      }
      device.reset();
      try (Ridgeline ridgeline = Ridgeline.builder().backend("cuda").threads(1).open()) {
        ridgeline.path(problem(2, 2, 1), PENALTIES); // the lane and its pinned memory
        device.refuseAbove(8L * 25_000);
        assertSame(ridgeline.path(problem, PENALTIES), whole, 0);
      }
      assertThat(device.count("leaks")).as(device.leaks()).isZero();
    }
  }

  @Test
  void transferStepsGoThroughInPieces() {
    MatrixBatch x = random(10, 40, 9, 3);
    double[] whole = risks(x, 0);
    device.reset();
    assertThat(risks(x, 8L * 40 * 25 * 5)).isEqualTo(whole);
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  private double[] risks(MatrixBatch x, long refuseAbove) {
    int count = x.count();
    try (Backend backend = OpenedBackend.open();
        Block design = backend.upload(x);
        Block y = backend.upload(random(10, 1, count, 4));
        Block prior = backend.upload(random(40, 25, 1, 5));
        Block truth = backend.upload(random(40, 1, 1, 6));
        Block sigma = backend.upload(random(40, 1, 1, 7));
        Block risk = backend.allocate(25, 1, count)) {
      TransferStep step =
          new TransferStep(
              Transpose.NO,
              design,
              y,
              prior.share(count),
              truth.share(count),
              sigma.share(count),
              0.3,
              risk);
      device.refuseAbove(refuseAbove);
      assertThat(backend.transferRisk(step).success()).isTrue();
      return backend.download(risk);
    }
  }

  /** Warnings of the library while something runs. */
  private static List<String> warnings(Runnable work) {
    List<String> warnings = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getLevel().equals(Level.WARNING)) {
              warnings.add(entry.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.ridgeline");
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
    }
    return warnings;
  }

  @Test
  void goesOnWithoutADeviceThatFailedAndWarnsOnce() {
    RidgeProblem problem = problem(12, 20, 3);
    RidgePath expected = path("reference", problem);
    for (Fault fault : new Fault[] {Fault.ERROR, Fault.STICKY}) {
      device.reset();
      String[] failed = new String[1];
      List<String> warnings =
          warnings(
              () -> {
                try (Ridgeline ridgeline = Ridgeline.builder().backend("auto").threads(1).open()) {
                  assertThat(ridgeline.backend().name()).isEqualTo("cuda");
                  long nth = device.count("calls") + 40;
                  device.fail(40, fault);
                  assertSame(ridgeline.path(problem, PENALTIES), expected, 1e-12);
                  assertThat(ridgeline.backend().name()).isEqualTo("reference");
                  assertSame(ridgeline.path(problem, PENALTIES), expected, 0);
                  failed[0] = device.call(nth);
                }
              });
      assertThat(warnings).hasSize(1);
      assertThat(warnings.getFirst())
          .contains("backend cuda failed: " + failed[0])
          .contains(" on Emulated CUDA device; continuing on reference");
      assertNoLeak(failed[0]);
    }
  }

  @Test
  void aDeviceWithoutEnoughMemoryIsLeftToOthersWhereNobodyForcedIt() {
    RidgeProblem problem = problem(12, 20, 3);
    RidgePath expected = path("reference", problem);
    // not even the pinned memory of a lane
    device.reset();
    device.refuseAbove(100_000);
    assertThat(warnings(() -> assertSame(path("auto", problem), expected, 0)))
        .singleElement()
        .asString()
        .contains("out of memory")
        .contains("continuing it on reference");
    assertThatThrownBy(() -> path("cuda", problem)).isInstanceOf(DeviceMemoryException.class);
    // one problem exceeds what is free
    device.reset();
    device.memory(6_000);
    assertThat(warnings(() -> assertSame(path("auto", problem), expected, 0)))
        .singleElement()
        .asString()
        .contains("bytes of work memory")
        .contains("continuing it on reference");
    assertThatThrownBy(() -> path("cuda", problem)).isInstanceOf(IllegalArgumentException.class);
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  @Test
  void whatAFailedAllocationLeavesBehindSpoilsNoLaterNumber() {
    RidgeProblem[] problems = {problem(12, 20, 3), problem(30, 8, 3)};
    // zero hides what was never written, where NaN would show
    device.poison(0);
    try {
      for (RidgeProblem problem : problems) {
        RidgePath expected = path("cuda", problem);
        for (long nth = 1; nth <= 60; nth++) {
          device.reset();
          try (Ridgeline ridgeline = Ridgeline.builder().backend("cuda").threads(1).open()) {
            device.fail(nth, Fault.MEMORY);
            assertSame(ridgeline.path(problem, PENALTIES), expected, 0);
            assertSame(ridgeline.path(problem, PENALTIES), expected, 0);
          }
        }
      }
    } finally {
      device.poison(0xff);
    }
  }

  @Test
  void closingWaitsForAVerbUnderWay() throws Exception {
    RidgeProblem problem = problem(12, 20, 3);
    for (int round = 0; round < 30; round++) {
      Ridgeline ridgeline = Ridgeline.builder().backend("cuda").threads(1).open();
      Thread computing =
          new Thread(
              () -> {
                try {
                  while (true) {
                    ridgeline.path(problem, PENALTIES);
                  }
                } catch (IllegalStateException closed) {
                  // what a computation on a closed backend is told
                }
              });
      computing.start();
      Thread.sleep(round);
      ridgeline.close();
      computing.join();
      assertThat(device.count("leaks")).as(device.leaks()).isZero();
      assertThat(device.count("violations")).as(device.violation()).isZero();
    }
  }

  @Test
  void aBlockClosedByAThreadThatNeverComputedIsGivenBack() throws Exception {
    try (Backend backend = OpenedBackend.open()) {
      Block block = backend.upload(random(3, 3, 1, 9));
      long before = device.count("leaks");
      device.fail(2, Fault.MEMORY);
      Thread other = new Thread(block::close);
      other.start();
      other.join();
      assertThat(device.count("leaks")).isLessThanOrEqualTo(before);
    }
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  @Test
  void aForcedDeviceThatFailedSaysWhichCallAndWhere() {
    RidgeProblem problem = problem(12, 20, 3);
    try (Ridgeline ridgeline = Ridgeline.builder().backend("cuda").threads(1).open()) {
      device.fail(40, Fault.STICKY);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> ridgeline.path(problem, PENALTIES))
            .isInstanceOf(BackendLostException.class)
            .hasMessageContaining("backend cuda failed: cu")
            .hasMessageContaining(" on Emulated CUDA device");
      }
    }
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  @Test
  void blocksMayBeHandedFromThreadToThread() throws Exception {
    MatrixBatch host = random(20, 10, 1, 8);
    try (Backend backend = OpenedBackend.open();
        Block x = backend.upload(host);
        Block product = backend.allocate(10, 10, 1)) {
      // queued here, and not waited for
      backend.gemm(Transpose.YES, Transpose.NO, 1, x, x, 0, product);
      double[][] result = new double[1][];
      Thread other = new Thread(() -> result[0] = backend.download(product));
      other.start();
      other.join();
      assertThat(result[0]).isEqualTo(backend.download(product)).doesNotContain(Double.NaN);
    }
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  @Test
  void usingAClosedBlockOrBackendThrows() {
    Backend backend = OpenedBackend.open();
    Block block = backend.allocate(2, 2, 1);
    block.close();
    block.close();
    assertThatThrownBy(() -> backend.download(block))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("after it was closed");
    Block open = backend.allocate(3, 3, 1);
    backend.close();
    backend.close();
    assertThatThrownBy(() -> backend.download(open))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    open.close();
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }
}
