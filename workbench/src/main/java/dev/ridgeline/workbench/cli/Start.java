// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Logger;

/**
 * The two starts of the command. The small JVM runs scalar twins under the quick compiler alone,
 * without the Vector API, and is there at once; the large one compiles vector kernels, which takes
 * a second or two and then computes many times faster. Results have the same bits.
 *
 * <p>The launcher begins with the small JVM and names itself in the property {@value #LARGE}. Work
 * that pays for the large one is told here <em>before</em> a folder is taken, and this process then
 * becomes the launcher again, which is to start the large JVM. One process all the way: signals and
 * exit codes need no help, and nothing is orphaned.
 */
public final class Start {
  /** The launcher, in the small JVM; unset in every other. */
  static final String LARGE = "ridgeline.start.large";

  /** Tells the launcher which JVM to start. */
  static final String MODE = "RIDGELINE_START";

  /**
   * Floating-point operations that the small JVM does before the large one has its kernels: whole
   * processes of {@code path} take as long either way at about 2000 x 1500.
   */
  public static final double SMALL = 2e10;

  private static final Logger LOGGER = Logger.getLogger("dev.ridgeline");

  private static List<String> arguments = List.of();

  private Start() {}

  /**
   * How the choice between the two falls here.
   *
   * @param environment variables
   * @return a line
   */
  public static String explanation(Map<String, String> environment) {
    String simd = environment.getOrDefault("RIDGELINE_SIMD", "");
    if (!simd.isBlank()) {
      return "start: every command in the large JVM, since RIDGELINE_SIMD=" + simd + " is set";
    }
    return String.format(
        Locale.ROOT,
        "start: phase, path, transfer and predict in the small JVM (scalar twins, C1), and beyond"
            + " about %.0e operations in the large one (vectors, C2, GPUs) as every other command;"
            + " RIDGELINE_START=small or large decides for you",
        SMALL);
  }

  static void remember(String... args) {
    arguments = List.of(args);
  }

  /**
   * Whether this is the small JVM.
   *
   * @return false where no launcher chose it
   */
  public static boolean isSmall() {
    return System.getProperty(LARGE) != null;
  }

  /**
   * Goes on in the large JVM where that is worth it, unless the user chose the small one. Does not
   * return then: whatever the small one did so far is done again, so nothing may have been written.
   *
   * @param flops of the work ahead, as far as its shapes tell; infinite where they do not
   */
  public static void require(double flops) {
    if (isSmall() && flops > SMALL && !"small".equals(System.getenv(MODE))) {
      System.out.flush();
      System.err.flush();
      int error = become(System.getProperty(LARGE));
      LOGGER.warning(
          () ->
              "the large start failed (execv "
                  + error
                  + "), so the work goes on without vector kernels");
    }
  }

  /** Replaces this process; returns only where that failed. */
  @SuppressWarnings("restricted") // the launcher gives native access
  private static int become(String launcher) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    MethodHandle setenv =
        linker.downcallHandle(
            library.findOrThrow("setenv"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    MethodHandle execv =
        linker.downcallHandle(
            library.findOrThrow("execv"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 2L);
      vector.setAtIndex(ValueLayout.ADDRESS, 0, arena.allocateFrom(launcher));
      for (int i = 0; i < arguments.size(); i++) {
        vector.setAtIndex(ValueLayout.ADDRESS, i + 1L, arena.allocateFrom(arguments.get(i)));
      }
      int set = (int) setenv.invokeExact(arena.allocateFrom(MODE), arena.allocateFrom("large"), 1);
      return set != 0 ? set : (int) execv.invokeExact(arena.allocateFrom(launcher), vector);
    } catch (Throwable failure) {
      throw new IllegalStateException("cannot call the system", failure);
    }
  }
}
