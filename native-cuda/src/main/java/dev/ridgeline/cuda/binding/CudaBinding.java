// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.nio.file.Path;
import java.util.List;

/**
 * A way to reach CUDA's libraries from Java, found by {@link java.util.ServiceLoader}. It loads on
 * every machine: nothing native is touched before {@link #open}.
 */
public interface CudaBinding {
  /**
   * The name users choose it by.
   *
   * @return {@code ffm} or {@code jcuda}
   */
  String name();

  /**
   * Loads the libraries.
   *
   * @param folders where to look, and nowhere else; empty: where such libraries usually are
   * @return the calls
   * @throws CudaUnavailableException when a library or a function is missing
   */
  CudaApi open(List<Path> folders);
}
