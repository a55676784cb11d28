// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.CudaBinding;
import dev.ridgeline.cuda.binding.CudaUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JCudaBindingTest {
  @TempDir private Path folder;

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(CudaBinding.class))
        .filteredOn(binding -> binding.name().equals("jcuda"))
        .hasExactlyElementsOfTypes(JCudaBinding.class);
  }

  /**
   * Without a driver that is what is missing; with one, cuBLAS is. The second time as the first.
   */
  @Test
  void anEmptyFolderIsRefusedInWords() {
    CudaUnavailableException first = refused();
    assertThat(first).hasMessageContaining("missing");
    assertThat(first.remedy()).isNotBlank();
    assertThat(refused()).hasMessage(first.getMessage());
  }

  private CudaUnavailableException refused() {
    return catchThrowableOfType(
        CudaUnavailableException.class,
        () -> {
          try (CudaApi api = new JCudaBinding().open(List.of(folder))) {
            throw new AssertionError(api.description());
          }
        });
  }

  @Test
  void theTemporaryFolderIsTheOldOneAfterwards() {
    String before = System.getProperty("java.io.tmpdir");
    refused();
    assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
  }
}
