// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.testing.ChildJvm;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend is a service in both worlds: of module-info, and of META-INF/services. */
class ModuleSystemTest {
  private static final String PATH = ChildJvm.path(Ridgeline.class, CudaBackendProvider.class);

  @TempDir Path folder;

  private String run(Path libraries, String... options) throws Exception {
    String there = "-Dridgeline.cuda.libraries=" + libraries.toAbsolutePath();
    String[] all = Stream.concat(Stream.of(there), Stream.of(options)).toArray(String[]::new);
    return new ChildJvm(folder, ChildJvm.ONE_RIDGE).run(all);
  }

  @Test
  void onTheModulePathItIsFound() throws Exception {
    EmulatedDevice.get();
    assertThat(
            run(
                EmulatedDevice.folder(),
                "--module-path",
                PATH,
                "--add-modules",
                "dev.ridgeline.cuda",
                "--enable-native-access=dev.ridgeline.cuda"))
        .contains("cuda: available on Emulated CUDA device")
        .contains("in module dev.ridgeline.cuda")
        .contains("cuda/DUAL/CHOLESKY [1.0, 2.0]")
        .doesNotContain("WARNING: A restricted method");
  }

  @Test
  void onTheClassPathItIsFound() throws Exception {
    EmulatedDevice.get();
    assertThat(
            run(
                EmulatedDevice.folder(),
                "--class-path",
                PATH,
                "--enable-native-access=ALL-UNNAMED"))
        .contains("cuda: available on Emulated CUDA device")
        .contains("in unnamed module")
        .contains("cuda/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void withoutLibrariesTheReferenceRunsAndTheReasonIsSaid() throws Exception {
    assertThat(run(folder, "--class-path", PATH, "--enable-native-access=ALL-UNNAMED"))
        .contains("cuda: unavailable: no CUDA runtime library")
        .contains("-Dridgeline.cuda.libraries=FOLDER")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
