// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import dev.ridgeline.cuda.binding.CudaUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads CUDA's libraries by absolute path, then JCuda's, and puts failures into words. */
final class JCudaNatives {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";
  private static final String DRIVER = "libcuda.so.1";

  /** The names of CUDA 12. */
  private static final String BLAS = "libcublas.so.12";

  private static final String SOLVER = "libcusolver.so.11";
  private static final String SEVERAL_DEVICES = "libcusolverMg.so.11";

  private static final Pattern MISSING =
      Pattern.compile("([\\w.+-]+\\.so[\\w.]*): cannot open shared object file");

  /** The last attempt that failed; guarded by this class; null is none. */
  private static Failure lastFailure;

  private record Failure(String reason, String remedy) {}

  private final List<Path> folders;

  JCudaNatives(List<Path> folders) {
    this.folders = folders.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
  }

  /** Where a folder was named, the driver's library lies in it only for tests. */
  void loadDriver() {
    loadIfThere(DRIVER);
  }

  /** Each before what needs it, so that the loader finds it wherever it lies. */
  void loadLibraries() {
    if (!folders.isEmpty()) {
      loadIfThere("libcublasLt.so.12");
      load(BLAS);
      loadIfThere("libnvJitLink.so.12");
      loadIfThere("libcusparse.so.12");
      load(SOLVER);
      load(SEVERAL_DEVICES);
    }
  }

  private void load(String name) {
    if (!loadIfThere(name)) {
      throw new CudaUnavailableException(
          name
              + " is missing in "
              + String.join(", ", folders.stream().map(Path::toString).toList()),
          "name the folder of CUDA 12's libraries: JCuda has nothing for CUDA 13");
    }
  }

  @SuppressWarnings("restricted") // what this binding is for
  private boolean loadIfThere(String name) {
    Optional<Path> file =
        folders.stream().map(f -> f.resolve(name)).filter(Files::isRegularFile).findFirst();
    file.ifPresent(f -> System.load(f.toString()));
    return file.isPresent();
  }

  /**
   * Runs what makes JCuda load its natives. JCuda unpacks them into the temporary folder under a
   * fixed name and takes what lies there under that name: it gets a folder that nobody else can
   * write to, which is removed afterwards.
   *
   * @param initialization touches JCuda's classes
   * @throws CudaUnavailableException when a library does not load
   */
  static synchronized void unpacking(Runnable initialization) {
    Path folder;
    try {
      folder = Files.createTempDirectory("ridgeline-jcuda");
      // Both of Java's own readers of the property have read it before it changes.
      Files.delete(File.createTempFile("ridgeline-jcuda", null, null).toPath());
    } catch (IOException e) {
      throw new CudaUnavailableException(
          "JCuda's libraries cannot be unpacked: " + e, "free the temporary folder");
    }
    String before = System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      initialization.run();
    } catch (LinkageError e) {
      throw remembered(e);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, before);
      delete(folder);
    }
  }

  /** What is loaded stays loaded without its file. */
  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // The system clears its temporary folder.
    }
  }

  /** A class that failed once fails with another error afterwards, whose text the JVM cuts. */
  private static CudaUnavailableException remembered(LinkageError error) {
    if (!(error instanceof NoClassDefFoundError) || lastFailure == null) {
      lastFailure = failure(error);
    }
    CudaUnavailableException unavailable =
        new CudaUnavailableException(lastFailure.reason(), lastFailure.remedy());
    unavailable.initCause(error);
    return unavailable;
  }

  private static Failure failure(LinkageError error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
      if (missing.find()) {
        return missing(missing.group(1));
      }
    }
    String first = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return new Failure(
        "JCuda does not load: " + error.getClass().getSimpleName() + ": " + first,
        "use a JVM on Linux x86_64 with --enable-native-access=ALL-UNNAMED and CUDA 12");
  }

  private static Failure missing(String library) {
    return library.equals(DRIVER)
        ? new Failure(
            "no NVIDIA driver: its library " + DRIVER + " is missing", "install the NVIDIA driver")
        : new Failure(
            "JCuda does not load: " + library + " is missing",
            "install CUDA 12, or name the folder of its libraries with"
                + " -Dridgeline.cuda.libraries=FOLDER or RIDGELINE_CUDA_LIBRARIES");
  }
}
