// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shared library that has been loaded, for as long as the JVM runs. */
final class NativeLibrary {
  private static final String REMEDY = "install CUDA 12.0 or later";

  private final Path file;
  private final SymbolLookup symbols;

  private NativeLibrary(Path file, SymbolLookup symbols) {
    this.file = file;
    this.symbols = symbols;
  }

  /**
   * Loads a file.
   *
   * @param file an absolute path
   * @return the library
   * @throws CudaUnavailableException with the loader's own words
   */
  @SuppressWarnings("restricted") // what this module is for
  static NativeLibrary load(Path file) {
    try {
      return new NativeLibrary(file, SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new CudaUnavailableException(
          "cannot load " + file + ": " + loaderError(file),
          "install CUDA 12 or 13 completely, for this processor");
    } catch (IllegalCallerException e) {
      throw new CudaUnavailableException(
          "this JVM denies native access",
          "add --enable-native-access=dev.ridgeline.cuda, or ALL-UNNAMED on the class path");
    }
  }

  /** A symbol lookup hides what dlopen said; System.load repeats it. */
  @SuppressWarnings("restricted")
  private static String loaderError(Path file) {
    try {
      System.load(file.toString());
      return "the loader refused it once";
    } catch (UnsatisfiedLinkError e) {
      String said = String.valueOf(e.getMessage());
      String name = file + ": ";
      while (said.startsWith(name)) {
        said = said.substring(name.length());
      }
      return said;
    }
  }

  Path file() {
    return file;
  }

  /**
   * Finds functions.
   *
   * @param functions all of them
   * @return a handle by name, without those that are optional and missing
   * @throws CudaUnavailableException when a required one is missing
   */
  @SuppressWarnings("restricted")
  Handles link(List<NativeFunction> functions) {
    Linker linker = Linker.nativeLinker();
    Map<String, MethodHandle> handles = new HashMap<>();
    for (NativeFunction function : functions) {
      Optional<MemorySegment> symbol = symbols.find(function.name());
      if (symbol.isPresent()) {
        handles.put(function.name(), linker.downcallHandle(symbol.get(), function.type()));
      } else if (function.required()) {
        throw new CudaUnavailableException(
            "the function " + function.name() + " is missing in " + file, REMEDY);
      }
    }
    return new Handles(handles);
  }

  /**
   * The functions of a library.
   *
   * @param byName those that it has
   */
  record Handles(Map<String, MethodHandle> byName) {
    /** A required function. */
    MethodHandle get(String name) {
      return find(name).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** An optional one. */
    Optional<MethodHandle> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }

  /**
   * For the catch clause around a handle, which declares every Throwable.
   *
   * @param thrown what came out
   * @return what to throw
   */
  static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(thrown);
  }
}
