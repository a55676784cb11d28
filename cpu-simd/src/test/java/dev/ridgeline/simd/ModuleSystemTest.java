// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The backend is a service in both worlds: of module-info, and of META-INF/services; and where the
 * Vector API is missing it says so, while the reference runs.
 */
class ModuleSystemTest {
  private static final String PATH = ChildJvm.path(Ridgeline.class, SimdBackendProvider.class);

  @TempDir Path folder;

  private String run(String... options) throws Exception {
    return new ChildJvm(folder, ChildJvm.ONE_RIDGE).run(options);
  }

  @Test
  void onTheModulePathItBringsTheVectorApiWithIt() throws Exception {
    assertThat(run("--module-path", PATH, "--add-modules", "dev.ridgeline.simd"))
        .contains("cpu-simd: available on ")
        .contains("in module dev.ridgeline.simd")
        .contains("cpu-simd/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void onTheClassPathItRunsWhereTheVectorApiIsAdded() throws Exception {
    assertThat(run("--class-path", PATH, "--add-modules", "jdk.incubator.vector"))
        .contains("cpu-simd: available on ")
        .contains("in unnamed module")
        .contains("cpu-simd/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void withoutTheVectorApiItSaysWhatToAdd() throws Exception {
    assertThat(run("--class-path", PATH))
        .contains(
            "cpu-simd: unavailable: the module jdk.incubator.vector is not resolved; "
                + "add --add-modules jdk.incubator.vector")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void theKillSwitchLeavesTheReference() throws Exception {
    assertThat(
            run(
                "--class-path",
                PATH,
                "--add-modules",
                "jdk.incubator.vector",
                "-Dridgeline.simd=false"))
        .contains("cpu-simd: unavailable: switched off by ridgeline.simd=false")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
