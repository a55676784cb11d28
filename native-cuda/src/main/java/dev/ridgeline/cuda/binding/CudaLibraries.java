// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the libraries of one CUDA version among some folders, and loads them by absolute path: the
 * loader's own search would mix versions, and hides where a library came from.
 *
 * <p>The libraries may lie in several folders, as pip installs them.
 */
final class CudaLibraries {
  private static final String PROPERTIES =
      "name the folder of its libraries with -Dridgeline.cuda.libraries=FOLDER or"
          + " RIDGELINE_CUDA_LIBRARIES";

  /** What a version calls its libraries. */
  enum Version {
    /** CUDA 13. */
    CUDA_13(13, "libcusolver.so.12"),
    /** CUDA 12. */
    CUDA_12(12, "libcusolver.so.11");

    private final int major;
    private final String solver;

    Version(int major, String solver) {
      this.major = major;
      this.solver = solver;
    }

    int major() {
      return major;
    }

    String runtime() {
      return "libcudart.so." + major;
    }

    String blas() {
      return "libcublas.so." + major;
    }

    String solver() {
      return solver;
    }
  }

  private final List<Path> folders;
  private final String described;

  private CudaLibraries(Collection<Path> folders, String described) {
    this.folders = folders.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
    this.described = described;
  }

  /**
   * Where to look.
   *
   * @param given these and nowhere else; empty: the usual folders
   * @return nothing is loaded yet
   */
  static CudaLibraries in(List<Path> given) {
    return given.isEmpty()
        ? new CudaLibraries(
            usualFolders(System.getenv(), System.getProperty("os.arch"), Path.of("/")),
            "the usual folders")
        : new CudaLibraries(
            given, given.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }

  /** Those of the variables, of the toolkit, of the loader's configuration, of the system. */
  static Set<Path> usualFolders(Map<String, String> environment, String arch, Path root) {
    Set<Path> folders = new LinkedHashSet<>();
    for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)) {
      addAbsolute(folder, folders);
    }
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      String home = environment.getOrDefault(variable, "");
      if (!home.isBlank()) {
        addAbsolute(home + "/lib64", folders);
      }
    }
    String processor = arch.equals("amd64") ? "x86_64" : arch;
    folders.add(root.resolve("usr/local/cuda/lib64"));
    folders.add(root.resolve("usr/local/cuda/targets/" + processor + "-linux/lib"));
    for (Path file : loaderConfiguration(root)) {
      for (String line : lines(file)) {
        addAbsolute(line.strip(), folders);
      }
    }
    folders.add(root.resolve("usr/lib/" + processor + "-linux-gnu"));
    folders.add(root.resolve("usr/lib64"));
    return folders;
  }

  private static void addAbsolute(String folder, Set<Path> folders) {
    try {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    } catch (InvalidPathException e) {
      // No such folder then.
    }
  }

  private static List<Path> loaderConfiguration(Path root) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> included =
        Files.newDirectoryStream(root.resolve("etc/ld.so.conf.d"), "*.conf")) {
      included.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      // Not every system has such a folder.
    }
    files.sort(null);
    files.add(root.resolve("etc/ld.so.conf"));
    return files;
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /**
   * The versions worth trying.
   *
   * @return those whose runtime library is there, the newest first
   * @throws CudaUnavailableException when there is none
   */
  List<Version> versions() {
    List<Version> found =
        Stream.of(Version.values()).filter(v -> !find(v, v.runtime()).isEmpty()).toList();
    if (found.isEmpty()) {
      throw new CudaUnavailableException(
          "no CUDA runtime library (libcudart.so.13 or libcudart.so.12) in " + described,
          "install CUDA 12 or 13, or " + PROPERTIES);
    }
    return found;
  }

  /**
   * Loads a library from the first folder where that succeeds.
   *
   * @param version which CUDA
   * @param name the file
   * @return the library
   * @throws CudaUnavailableException when it is missing or does not load
   */
  NativeLibrary load(Version version, String name) {
    CudaUnavailableException failure = null;
    for (Path file : find(version, name)) {
      try {
        return NativeLibrary.load(file);
      } catch (CudaUnavailableException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    throw new CudaUnavailableException(
        version.runtime() + " is there, but " + name + " is missing in " + described,
        "install CUDA " + version.major() + " completely, or " + PROPERTIES);
  }

  /**
   * Loads what another library needs, so that the loader finds it wherever it lies. A missing one
   * is for the loader to find, or to miss.
   *
   * @param version which CUDA
   * @param name the file
   */
  void preload(Version version, String name) {
    for (Path file : find(version, name)) {
      try {
        var _ = NativeLibrary.load(file);
        return;
      } catch (CudaUnavailableException e) {
        // The library that needs it will say so.
      }
    }
  }

  /** The folder of the runtime library comes first, so that a set stays together. */
  private List<Path> find(Version version, String name) {
    Optional<Path> home = folders.stream().filter(f -> holds(f, version.runtime())).findFirst();
    return Stream.concat(home.stream(), folders.stream().filter(f -> !isForeign(f, version)))
        .distinct()
        .filter(f -> holds(f, name))
        .map(f -> f.resolve(name))
        .toList();
  }

  /** Of the other version alone: libcusparse has the same name in both. */
  private static boolean isForeign(Path folder, Version version) {
    return !holds(folder, version.runtime())
        && Stream.of(Version.values()).anyMatch(v -> holds(folder, v.runtime()));
  }

  private static boolean holds(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }
}
