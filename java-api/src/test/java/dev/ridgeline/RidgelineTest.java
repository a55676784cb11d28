// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backend a call runs on, what closing waits for, and what is refused. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RidgelineTest {
  private static final LambdaGrid GRID = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5);

  private static MatrixBatch random(int rows, int columns, int count) {
    SplittableRandom random = new SplittableRandom(rows + columns);
    double[] data = new double[rows * columns * count];
    Arrays.setAll(data, i -> random.nextDouble(-1, 1));
    return MatrixBatch.ofColumnMajor(data, rows, columns, count);
  }

  private static RidgeProblem problem(int rows, int columns, int count) {
    return RidgeProblem.of(random(rows, columns, count), random(rows, 1, count));
  }

  private static final RidgeProblem SMALL = problem(12, 4, 8);

  /** Work memory of megabytes. */
  private static final RidgeProblem LARGE = problem(600, 300, 1);

  private static Ridgeline open(FakeProvider... providers) {
    return Ridgeline.builder()
        .backend("auto")
        .threads(2)
        .open(new BackendSelector(List.of(providers)));
  }

  private static String backendOf(RidgePath path) {
    return path.route(0, 0).backend();
  }

  @Nested
  class Memory {
    private final FakeProvider gpu = new FakeProvider("gpu", 20, 1 << 20);
    private final FakeProvider cpu = new FakeProvider("cpu", 10, 1L << 40);
    private final FakeProvider twin = new FakeProvider("twin", 0, 1L << 40);

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu"})
    void aCallAboveTheLimitIsRefusedAndNothingElseChanges(String backend) {
      try (Ridgeline ridgeline =
          Ridgeline.builder()
              .backend(backend)
              .threads(1)
              .memoryLimit(1 << 20)
              .open(new BackendSelector(List.of(cpu, twin)))) {
        Backend before = ridgeline.backend();
        double[] expected = ridgeline.path(SMALL, GRID).coefficients(3, 2, 0);
        assertThatThrownBy(() -> ridgeline.path(LARGE, GRID))
            .isInstanceOf(TooLargeException.class)
            .hasMessageContaining("1048576")
            .hasMessageContaining("rows=600, features=300");
        assertThatThrownBy(() -> ridgeline.plan(LARGE, GRID)).isInstanceOf(TooLargeException.class);
        assertThat(ridgeline.backend()).isSameAs(before);
        assertThat(ridgeline.path(SMALL, GRID).coefficients(3, 2, 0)).isEqualTo(expected);
      }
      assertThat(twin.opened).hasValue(0);
    }

    /** 3000 x 1200 with 8 MiB, on what is installed. */
    @Test
    void aLimitOfEightMebibytesIsNotEnoughForAThousandFeatures() {
      RidgeProblem problem = problem(3000, 1200, 1);
      try (Ridgeline ridgeline = Ridgeline.builder().backend("auto").memoryLimit(8 << 20).open()) {
        Backend before = ridgeline.backend();
        assertThatThrownBy(() -> ridgeline.path(problem, GRID))
            .isInstanceOf(TooLargeException.class)
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(ridgeline.backend()).isSameAs(before);
      }
    }

    @Test
    void theLimitOfTheCallerHoldsOnADeviceThatIsTooSmallToo() {
      try (Ridgeline ridgeline =
          Ridgeline.builder()
              .backend("auto")
              .threads(1)
              .memoryLimit(1 << 20)
              .open(new BackendSelector(List.of(gpu, cpu)))) {
        assertThatThrownBy(() -> ridgeline.path(LARGE, GRID)).isInstanceOf(TooLargeException.class);
        assertThat(ridgeline.backend().name()).isEqualTo("gpu");
      }
      assertThat(cpu.opened).hasValue(0);
    }

    @Test
    void aCallTooLargeForTheDeviceRunsWhereThereIsMoreMemoryAndOnlyThatCall() {
      try (Ridgeline ridgeline = open(gpu, cpu, twin)) {
        for (int again = 0; again < 2; again++) {
          assertThat(backendOf(ridgeline.path(LARGE, GRID))).isEqualTo("cpu");
          assertThat(ridgeline.plan(LARGE, GRID).chunks()).isEqualTo(1);
          assertThat(ridgeline.backend().name()).isEqualTo("gpu");
          assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("gpu");
        }
      }
      assertThat(cpu.opened).hasValue(1);
      assertThat(cpu.closed).hasValue(1);
      assertThat(twin.opened).hasValue(0);
    }

    @Test
    void noBackendWithMoreMemoryMeansThatTheCallIsRefused() {
      FakeProvider same = new FakeProvider("same", 0, 1 << 20);
      try (Ridgeline ridgeline = open(gpu, same)) {
        assertThatThrownBy(() -> ridgeline.path(LARGE, GRID)).isInstanceOf(TooLargeException.class);
        assertThat(ridgeline.backend().name()).isEqualTo("gpu");
      }
      assertThat(same.opened).hasValue(0);
    }

    @Test
    void aDeviceThatOthersHaveFilledIsLeftForOneCall() {
      try (Ridgeline ridgeline = open(gpu, cpu)) {
        gpu.spent = true;
        assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("cpu");
        gpu.spent = false;
        assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("gpu");
        assertThat(gpu.lost).isNull();
      }
    }

    @Test
    void aForcedDeviceThatOthersHaveFilledSaysSo() {
      gpu.spent = true;
      try (Ridgeline ridgeline =
          Ridgeline.builder().backend("gpu").open(new BackendSelector(List.of(gpu, cpu)))) {
        assertThatThrownBy(() -> ridgeline.path(SMALL, GRID))
            .isInstanceOf(DeviceMemoryException.class)
            .hasMessage("no memory is left");
      }
    }
  }

  @Nested
  class Loss {
    private final FakeProvider gpu = new FakeProvider("gpu", 20, 1 << 20);
    private final FakeProvider cpu = new FakeProvider("cpu", 10, 1L << 40);

    @Test
    void aLostBackendIsReplacedForGood() {
      try (Ridgeline ridgeline = open(gpu, cpu)) {
        gpu.lost = "it fell off the bus";
        assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("cpu");
        gpu.lost = null;
        assertThat(ridgeline.backend().name()).isEqualTo("cpu");
        assertThat(gpu.closed).as("blocks of it are still to be closed").hasValue(0);
      }
      assertThat(gpu.closed).hasValue(1);
      assertThat(cpu.closed).hasValue(1);
    }

    @Test
    void oneThatServedSingleCallsTakesTheLostOnesPlace() {
      try (Ridgeline ridgeline = open(gpu, cpu)) {
        ridgeline.path(LARGE, GRID);
        gpu.lost = "it fell off the bus";
        assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("cpu");
      }
      assertThat(cpu.opened).hasValue(1);
      assertThat(cpu.closed).hasValue(1);
    }

    @Test
    void oneThatIsLostWhileItServesASingleCallIsNotAskedAgain() {
      FakeProvider twin = new FakeProvider("twin", 0, 1L << 40);
      try (Ridgeline ridgeline = open(gpu, cpu, twin)) {
        cpu.lost = "a bit flipped";
        assertThat(backendOf(ridgeline.path(LARGE, GRID))).isEqualTo("twin");
        assertThat(backendOf(ridgeline.path(SMALL, GRID))).isEqualTo("gpu");
      }
      assertThat(cpu.closed).hasValue(1);
    }

    @Test
    void theLastBackendSaysWhatFailed() {
      try (Ridgeline ridgeline = open(gpu)) {
        gpu.lost = "it fell off the bus";
        assertThatThrownBy(() -> ridgeline.path(SMALL, GRID))
            .isInstanceOf(BackendLostException.class)
            .hasMessage("backend gpu failed: it fell off the bus");
      }
    }

    @Test
    void computeBeginsAgainAndWhatItCallsUsesTheSameBackend() {
      try (Ridgeline ridgeline = open(gpu, cpu)) {
        String seen =
            ridgeline.compute(
                on -> {
                  if (on.name().equals("gpu")) {
                    throw new DeviceMemoryException("full", null, () -> {});
                  }
                  return on.name()
                      + " "
                      + ridgeline.backend().name()
                      + " "
                      + backendOf(ridgeline.path(SMALL, GRID));
                });
        assertThat(seen).isEqualTo("cpu cpu cpu");
        assertThat(ridgeline.backend().name()).isEqualTo("gpu");
      }
    }
  }

  @Nested
  class Closing {
    private final FakeProvider device = new FakeProvider("device", 0, 1L << 40);

    private RunControl onProgress(Runnable action) {
      return new RunControl(() -> false, (done, total) -> action.run());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void closingFromAProgressCallbackIsRefused(int threads) {
      try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(threads).open()) {
        assertThatThrownBy(() -> ridgeline.path(SMALL, GRID, onProgress(ridgeline::close)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("cannot be closed from inside one of its calls");
        assertThat(ridgeline.path(SMALL, GRID).info(0, 0)).isZero();
      }
    }

    @Test
    void closingFromAHelperOfTheCallersExecutorIsRefused() {
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
          Ridgeline ridgeline =
              Ridgeline.builder().backend("reference").executor(pool).threads(4).open()) {
        assertThatThrownBy(() -> ridgeline.path(SMALL, GRID, onProgress(ridgeline::close)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("cannot be closed from inside one of its calls");
        assertThat(ridgeline.path(SMALL, GRID).info(0, 0)).isZero();
      }
    }

    @Test
    void closingFromInsideComputeIsRefused() {
      Ridgeline ridgeline = open(device);
      Supplier<Integer> closing =
          () -> {
            ridgeline.close();
            return 0;
          };
      assertThatThrownBy(() -> ridgeline.inCall(closing)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ridgeline.compute(_ -> closing.get()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(device.closed).hasValue(0);
      ridgeline.close();
    }

    @Test
    void anotherInstanceMayBeClosedFromACallback() {
      Ridgeline other = open(device);
      try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(2).open()) {
        ridgeline.path(SMALL, GRID, onProgress(other::close));
      }
      assertThat(device.closed).hasValue(1);
    }

    @Test
    void everythingThatComputesIsRefusedAfterwardsAndClosingAgainDoesNothing() {
      Ridgeline ridgeline = open(device);
      ridgeline.close();
      ridgeline.close();
      assertThat(device.closed).hasValue(1);
      for (Runnable use :
          List.<Runnable>of(
              () -> ridgeline.path(SMALL, GRID),
              () -> ridgeline.path(SMALL, GRID, RunControl.NONE),
              () -> ridgeline.plan(SMALL, GRID),
              ridgeline::backend,
              () -> ridgeline.inCall(() -> 1),
              () -> ridgeline.compute(Backend::name))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("this Ridgeline is closed");
      }
      assertThat(ridgeline).hasToString("Ridgeline[closed]");
    }

    @Test
    void closingWaitsForTheCallsThatRunAndLetsThemFinish() throws Exception {
      Ridgeline ridgeline = open(device);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      FutureTask<String> call =
          new FutureTask<>(
              () ->
                  ridgeline.inCall(
                      () -> {
                        begun.countDown();
                        await(goOn);
                        // nested calls, and those of helpers, are part of this one
                        AtomicReference<RuntimeException> refused = new AtomicReference<>();
                        ridgeline.path(
                            SMALL,
                            GRID,
                            onProgress(
                                () -> {
                                  try {
                                    ridgeline.plan(SMALL, GRID);
                                  } catch (RuntimeException thrown) {
                                    refused.set(thrown);
                                  }
                                }));
                        assertThat(refused.get()).isNull();
                        return ridgeline.backend().name() + ", closed " + device.closed;
                      }));
      Thread.ofPlatform().start(call);
      await(begun);
      Thread closing = Thread.ofPlatform().start(ridgeline::close);
      while (closing.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> ridgeline.path(SMALL, GRID))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this Ridgeline is closed");
      goOn.countDown();
      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("device, closed 0");
      closing.join();
      assertThat(device.closed).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", " reference "})
  void aBlankPropertyCountsAsUnset(String value) {
    String before = System.getProperty("ridgeline.backend");
    System.setProperty("ridgeline.backend", value);
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      assertThat(ridgeline.backend().name()).isEqualTo("reference");
    } finally {
      if (before == null) {
        System.clearProperty("ridgeline.backend");
      } else {
        System.setProperty("ridgeline.backend", before);
      }
    }
  }

  @Test
  void printsBackendDeviceAndLimits() {
    Ridgeline.Builder builder = Ridgeline.builder().backend("auto").threads(2).memoryLimit(1000);
    assertThat(builder).hasToString("Ridgeline.Builder[backend=auto, threads=2, memoryLimit=1000]");
    FakeProvider device = new FakeProvider("device", 0, 1);
    try (Ridgeline ridgeline = builder.open(new BackendSelector(List.of(device)))) {
      assertThat(ridgeline)
          .hasToString("Ridgeline[device on a device called device, threads=2, memoryLimit=1000]");
    }
  }
}
