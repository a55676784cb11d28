// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.cuda.binding.CudaBinding;
import dev.ridgeline.cuda.binding.FfmBinding;
import dev.ridgeline.cuda.plan.Crossovers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * What users may set, each by a system property or by its environment twin.
 *
 * @param binding how the libraries are reached
 * @param folders where they are; empty: the usual places
 * @param crossovers defaults, or those of a file that the probe wrote
 */
record CudaSettings(CudaBinding binding, List<Path> folders, Crossovers crossovers) {
  private static final String BINDING = "ridgeline.cuda.binding";
  private static final String LIBRARIES = "ridgeline.cuda.libraries";
  private static final String CROSSOVERS = "ridgeline.cuda.crossovers";

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with the name of the setting that is wrong
   */
  static CudaSettings current() {
    return new CudaSettings(binding(setting(BINDING)), foldersSet(), readCrossovers());
  }

  CudaSettings with(Crossovers others) {
    return new CudaSettings(binding, folders, others);
  }

  private static String setting(String property) {
    String value = System.getProperty(property);
    String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
    return value != null ? value : System.getenv(variable);
  }

  private static CudaBinding binding(String name) {
    FfmBinding ffm = new FfmBinding();
    if (name == null || name.isBlank() || name.equals(ffm.name())) {
      return ffm;
    }
    for (CudaBinding binding : ServiceLoader.load(CudaBinding.class)) {
      if (binding.name().equals(name)) {
        return binding;
      }
    }
    throw new IllegalArgumentException(
        BINDING
            + "="
            + name
            + ": accepted are ffm, and jcuda with the artifact ridgeline-native-cuda-jcuda");
  }

  private static List<Path> foldersSet() {
    String value = setting(LIBRARIES);
    if (value == null || value.isBlank()) {
      return List.of();
    }
    return Arrays.stream(value.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder).toAbsolutePath())
        .toList();
  }

  private static Crossovers readCrossovers() {
    String file = setting(CROSSOVERS);
    if (file == null || file.isBlank()) {
      return Crossovers.DEFAULT;
    }
    try {
      return Crossovers.read(Path.of(file));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          CROSSOVERS + "=" + file + " cannot be read: " + unreadable, unreadable);
    }
  }
}
