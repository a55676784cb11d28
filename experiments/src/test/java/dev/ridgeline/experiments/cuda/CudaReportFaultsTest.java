// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.experiments.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cuda.EmulatedDevice;
import dev.ridgeline.cuda.EmulatedDevice.Fault;
import dev.ridgeline.experiments.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Commands that solve one problem, on a device that fails anywhere, also while they report: with
 * {@code auto} they finish, on the CPU if need be.
 */
class CudaReportFaultsTest {
  /** Faults of a kind, spread over all calls; the last calls are those of the report. */
  private static final int FAULTS = 7;

  private final EmulatedDevice device = EmulatedDevice.get();

  @TempDir Path folder;

  @BeforeEach
  void useTheDevice() {
    System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("ridgeline.cuda.libraries");
    device.reset();
  }

  private Path table(String name, int rows, int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      double c = random.nextDouble(-1, 1);
      double y = a - 2 * b + 0.5 * random.nextDouble(-1, 1);
      csv.append(a).append(',').append(b).append(',').append(c).append(',').append(y).append('\n');
    }
    return Files.writeString(folder.resolve(name), csv);
  }

  private CommandRun run(String command, String backend, Path out) throws IOException {
    Path source = table("source.csv", 40, 1);
    Path target = table("target.csv", 15, 2);
    String data =
        command.equals("path")
            ? "path --data " + source
            : "transfer --source " + source + " --target " + target;
    return CommandRun.of(
        (data + " --response y --quiet --threads 1 --backend " + backend + " --out " + out)
            .split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"path, path.csv", "transfer, losses.csv"})
  void everyFaultEndsInTheRightNumbers(String command, String table) throws IOException {
    device.reset();
    Path whole = folder.resolve("whole");
    assertThat(run(command, "cuda", whole).code()).isZero();
    long calls = device.count("calls");
    int onTheCpu = 0;
    for (Fault fault : new Fault[] {Fault.ERROR, Fault.STICKY}) {
      for (int i = 1; i <= FAULTS; i++) {
        long nth = calls * i / (FAULTS + 1);
        device.reset();
        device.fail(nth, fault);
        Path out = folder.resolve(fault + "-" + i);
        CommandRun run = run(command, "auto", out);
        String what = command + ", " + fault + " at call " + nth + " (" + device.call(nth) + ")";
        assertThat(run.code()).as(what + ": " + run.err()).isZero();
        if (Files.readString(out.resolve("manifest.json")).contains("backend_after_failure")) {
          onTheCpu++;
        }
        assertClose(out.resolve(table), whole.resolve(table), what);
        assertThat(device.count("violations")).as(what + ": " + device.violation()).isZero();
      }
    }
    assertThat(onTheCpu)
        .as("runs that a fault moved, where it was not in giving back")
        .isGreaterThan(FAULTS);
  }

  private static void assertClose(Path actual, Path expected, String what) throws IOException {
    var found = CommandRun.csv(actual);
    var right = CommandRun.csv(expected);
    assertThat(found).as(what).hasSameSizeAs(right);
    for (int i = 0; i < right.size(); i++) {
      for (String column : right.get(i).keySet()) {
        String a = found.get(i).get(column);
        String b = right.get(i).get(column);
        if (!a.equals(b) && !column.equals("route")) {
          double difference = Double.parseDouble(a) - Double.parseDouble(b);
          assertThat(Math.abs(difference))
              .as("%s: row %d, %s", what, i, column)
              .isLessThan(1e-7 * Math.max(1, Math.abs(Double.parseDouble(b))));
        }
      }
    }
  }
}
