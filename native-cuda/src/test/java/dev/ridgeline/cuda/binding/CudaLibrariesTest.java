// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user reads when libraries are missing or wrong; no GPU is needed for that. */
final class CudaLibrariesTest {
  private static final String NAME_THE_FOLDER =
      "name the folder of its libraries with -Dridgeline.cuda.libraries=FOLDER or"
          + " RIDGELINE_CUDA_LIBRARIES";

  @TempDir private Path folder;

  @Test
  void aFolderThatDoesNotExistHoldsNoRuntime() {
    Path missing = folder.resolve("missing");
    CudaUnavailableException e = refused(missing);
    assertThat(e)
        .hasMessage("no CUDA runtime library (libcudart.so.13 or libcudart.so.12) in " + missing);
    assertThat(e.remedy()).isEqualTo("install CUDA 12 or 13, or " + NAME_THE_FOLDER);
  }

  @Test
  void everyEmptyFolderIsNamed() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    CudaUnavailableException e = refused(folder, other);
    assertThat(e)
        .hasMessage(
            "no CUDA runtime library (libcudart.so.13 or libcudart.so.12) in %s, %s",
            folder, other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libcudart.so.13", "libcudart.so.12"})
  void theLoadersOwnWordsAreKept(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "This is no library.\n".repeat(10));
    CudaUnavailableException e = refused(folder);
    assertThat(e).hasMessageStartingWith("cannot load " + file + ": ");
    assertThat(e.getMessage().substring(("cannot load " + file + ": ").length()))
        .isNotBlank()
        .doesNotContain(name);
    assertThat(e.remedy()).isEqualTo("install CUDA 12 or 13 completely, for this processor");
  }

  @Test
  void aLibraryWithoutTheFunctionIsNamed() throws IOException {
    Path file = copyOtherLibrary("libcudart.so.12");
    CudaUnavailableException e = refused(folder);
    assertThat(e).hasMessage("the function cudaGetDeviceCount is missing in " + file);
    assertThat(e.remedy()).isEqualTo("install CUDA 12.0 or later");
  }

  @Test
  void theOlderVersionIsTriedAfterTheNewer() throws IOException {
    Files.writeString(folder.resolve("libcudart.so.13"), "This is no library.\n".repeat(10));
    copyOtherLibrary("libcudart.so.12");
    CudaUnavailableException e = refused(folder);
    assertThat(e).hasMessageContaining("libcudart.so.12");
    assertThat(e.getSuppressed())
        .hasSize(1)
        .allMatch(first -> first.getMessage().contains("libcudart.so.13"));
  }

  @Test
  void aRuntimeAloneIsNotEnough() throws IOException {
    copyEmulatedDevice("libcudart.so.13");
    CudaUnavailableException e = refused(folder);
    assertThat(e)
        .hasMessage("libcudart.so.13 is there, but libcublas.so.13 is missing in " + folder);
    assertThat(e.remedy()).isEqualTo("install CUDA 13 completely, or " + NAME_THE_FOLDER);
  }

  @Test
  void theSolverIsNamedToo() throws IOException {
    copyEmulatedDevice("libcudart.so.12");
    copyEmulatedDevice("libcublas.so.12");
    assertThat(refused(folder))
        .hasMessage("libcudart.so.12 is there, but libcusolver.so.11 is missing in " + folder);
  }

  @Test
  void aFunctionOfTheOtherLibrariesIsNamed() throws IOException {
    copyEmulatedDevice("libcudart.so.13");
    Path file = copyOtherLibrary("libcublas.so.13");
    assertThat(refused(folder)).hasMessage("the function cublasCreate_v2 is missing in " + file);
  }

  @Test
  void librariesMayLieInSeveralFolders() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    copyEmulatedDevice("libcudart.so.13");
    copyEmulatedDevice("other/libcublas.so.13");
    copyEmulatedDevice("other/libcusolver.so.12");
    try (CudaApi api = new FfmBinding().open(List.of(other, folder))) {
      assertThat(api.description()).isEqualTo("FFM, CUDA 13 from " + folder);
    }
  }

  @Test
  void theUsualFoldersAreInOrderAndAbsolute() throws IOException {
    Path included = Files.createDirectories(folder.resolve("etc/ld.so.conf.d"));
    Files.writeString(included.resolve("b.conf"), "# CUDA\n/opt/b\n\nrelative\n");
    Files.writeString(included.resolve("a.conf"), "  /opt/a  \n");
    Files.writeString(included.resolve("ignored.txt"), "/opt/ignored\n");
    Files.writeString(
        folder.resolve("etc/ld.so.conf"), "include /etc/ld.so.conf.d/*.conf\n/opt/main\n");
    Map<String, String> environment =
        Map.of(
            "LD_LIBRARY_PATH", "/first::relative:/second", "CUDA_HOME", "/home", "CUDA_PATH", "");
    assertThat(CudaLibraries.usualFolders(environment, "amd64", folder))
        .containsExactly(
            Path.of("/first"),
            Path.of("/second"),
            Path.of("/home/lib64"),
            folder.resolve("usr/local/cuda/lib64"),
            folder.resolve("usr/local/cuda/targets/x86_64-linux/lib"),
            Path.of("/opt/a"),
            Path.of("/opt/b"),
            Path.of("/opt/main"),
            folder.resolve("usr/lib/x86_64-linux-gnu"),
            folder.resolve("usr/lib64"));
  }

  @Test
  void aSystemWithoutConfigurationHasUsualFoldersToo() {
    assertThat(CudaLibraries.usualFolders(Map.of(), "aarch64", folder))
        .contains(folder.resolve("usr/lib/aarch64-linux-gnu"))
        .hasSize(4);
  }

  private static CudaUnavailableException refused(Path... folders) {
    return catchThrowableOfType(
        CudaUnavailableException.class,
        () -> {
          try (CudaApi api = new FfmBinding().open(List.of(folders))) {
            throw new AssertionError(api.description());
          }
        });
  }

  /** A library that loads everywhere and has none of CUDA's functions: one of this JVM's own. */
  private Path copyOtherLibrary(String name) throws IOException {
    Path library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("jli"));
    return Files.copy(library, folder.resolve(name));
  }

  private void copyEmulatedDevice(String name) throws IOException {
    String emulated = System.getProperty("tests.emulatedCuda", "");
    assumeTrue(
        !emulated.isEmpty() && Files.isDirectory(Path.of(emulated)),
        "needs -Dtests.emulatedCuda=FOLDER, which ci/emulated-device.sh makes");
    Path file = Path.of(emulated, Path.of(name).getFileName().toString());
    Files.copy(file, folder.resolve(name));
  }
}
