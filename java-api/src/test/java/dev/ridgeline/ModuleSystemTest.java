// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference backend is a service in both worlds: of module-info, and of META-INF/services. */
class ModuleSystemTest {
  private static final String PATH = ChildJvm.path(Ridgeline.class);

  @TempDir Path folder;

  private String run(String... options) throws Exception {
    return new ChildJvm(folder, ChildJvm.ONE_RIDGE).run(options);
  }

  @Test
  void onTheModulePathTheReferenceBackendIsFoundThroughTheModuleDescriptor() throws Exception {
    assertThat(run("--module-path", PATH, "--add-modules", "dev.ridgeline"))
        .contains("module dev.ridgeline")
        .contains("[reference: available")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aBlankVariableCountsAsUnset(String value) throws Exception {
    String printed =
        new ChildJvm(folder, ChildJvm.ONE_RIDGE)
            .with("RIDGELINE_BACKEND", value)
            .run("--class-path", PATH);
    assertThat(printed).contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void onTheClassPathTheReferenceBackendIsFoundThroughMetaInf() throws Exception {
    assertThat(run("--class-path", PATH))
        .contains("module null")
        .contains("[reference: available")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
