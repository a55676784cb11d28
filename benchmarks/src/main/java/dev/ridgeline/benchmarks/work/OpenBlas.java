// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS by its C interface, column-major, on native memory that is filled before the clock runs.
 * LAPACK is called through the {@code _work} entries, which neither look for NaN nor allocate.
 */
public final class OpenBlas {
  static final int COLUMN_MAJOR = openblas.CblasColMajor;
  static final int NO_TRANS = openblas.CblasNoTrans;
  static final int TRANS = openblas.CblasTrans;
  static final int LOWER = openblas.CblasLower;
  static final byte L = 'L';

  private static int current;

  private OpenBlas() {}

  /**
   * Sets the threads of the whole process, unless they are set already: the call takes
   * milliseconds, and must not be part of what is timed.
   *
   * @param threads at least 1
   */
  public static synchronized void threads(int threads) {
    if (threads != current) {
      openblas.blas_set_num_threads(threads);
      current = threads;
    }
  }

  /**
   * The kernels that OpenBLAS chose for this processor, which the variable OPENBLAS_CORETYPE can
   * override.
   *
   * @return such as {@code SkylakeX}
   */
  @SuppressWarnings("restricted")
  public static String core() {
    String glue = Loader.load(openblas.class);
    Path library = Path.of(glue).resolveSibling("libopenblas.so.0");
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(
                      SymbolLookup.libraryLookup(library, Arena.global())
                          .findOrThrow("openblas_get_corename"),
                      FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(64).getString(0);
    } catch (Throwable unreadable) {
      return "unknown (" + unreadable.getMessage() + ")";
    }
  }

  /** A native copy. */
  static DoublePointer copy(double[] values) {
    DoublePointer pointer = new DoublePointer(Math.max(1, values.length));
    pointer.put(values, 0, values.length);
    return pointer;
  }

  static DoublePointer allocate(long length) {
    return new DoublePointer(Math.max(1, length));
  }

  /** A copy on the heap. */
  static double[] read(DoublePointer pointer, int length) {
    double[] values = new double[length];
    pointer.get(values, 0, length);
    return values;
  }

  /** The same memory for loops in Java. */
  @SuppressWarnings("restricted")
  static MemorySegment segment(DoublePointer pointer, long length) {
    return MemorySegment.ofAddress(pointer.address()).reinterpret(length * Double.BYTES);
  }

  /** B = lower triangle of A, n x n. */
  static void copyLower(int n, DoublePointer a, DoublePointer b) {
    openblas.LAPACKE_dlacpy_work(COLUMN_MAJOR, L, n, n, a, n, b, n);
  }

  static void requireZero(String routine, int info) {
    if (info != 0) {
      throw new IllegalStateException(routine + " reported " + info);
    }
  }

  static void release(DoublePointer... pointers) {
    for (DoublePointer pointer : pointers) {
      pointer.close();
    }
  }
}
