// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * The emulated device as the tests see it: where it is, what it counted, and which call is to fail
 * next. One device to a JVM, shared by all bindings.
 */
@SuppressWarnings("restricted") // what it is for
public final class EmulatedDevice {
  /** What an injected fault looks like. */
  public enum Fault {
    /** The call fails, and no other. */
    ERROR(1),
    /** The call fails, and every later one. */
    STICKY(2),
    /** The call finds no memory, once. */
    MEMORY(3);

    /** As the device's own header numbers them. */
    private final int kind;

    Fault(int kind) {
      this.kind = kind;
    }
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static EmulatedDevice one;

  private final SymbolLookup library;

  private EmulatedDevice() {
    Path file = folder().resolve("libridgeline-emulated-cuda.so");
    if (!Files.exists(file)) {
      throw new TestAbortedException(
          "no emulated device in " + folder() + ": its build needs a C compiler (gcc or cc)");
    }
    library = SymbolLookup.libraryLookup(file, Arena.global());
  }

  /** Where the build put it. */
  public static Path folder() {
    return Path.of(System.getProperty("tests.emulatedCuda", "target/emulated-cuda"));
  }

  /** The device; where there was no compiler to build it, the test is aborted with that reason. */
  public static synchronized EmulatedDevice get() {
    if (one == null) {
      one = new EmulatedDevice();
    }
    return one;
  }

  /** What fresh memory is filled with: 0xff is NaN, 0 the value that hides what was not written. */
  public void poison(int value) {
    call("emulated_poison", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), value);
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
  }

  private Object call(String name, FunctionDescriptor descriptor, Object... arguments) {
    try {
      return function(name, descriptor).invokeWithArguments(arguments);
    } catch (Throwable thrown) {
      throw new AssertionError(name, thrown);
    }
  }

  /** Drops whatever is open, counted or injected. */
  public void reset() {
    call("emulated_reset", FunctionDescriptor.ofVoid());
  }

  /** Lets the n-th call from now fail, from 1. */
  public void fail(long nth, Fault fault) {
    call(
        "emulated_fail",
        FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
        nth,
        fault.kind);
  }

  /** Limits the memory of the device. */
  public void memory(long bytes) {
    call("emulated_memory", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), bytes);
  }

  /** Refuses single allocations above a size; 0: none. */
  public void refuseAbove(long bytes) {
    call("emulated_refuse_above", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), bytes);
  }

  /** A counter: calls, up, down, waits, leaks, violations, or the calls of one function. */
  public long count(String what) {
    try (Arena arena = Arena.ofConfined()) {
      return (long)
          call(
              "emulated_count",
              FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
              arena.allocateFrom(what));
    }
  }

  /** The rule that was broken last, in words. */
  public String violation() {
    return text("emulated_violation");
  }

  /** What is still open, in words. */
  public String leaks() {
    return text("emulated_leaks");
  }

  /** The function of the n-th call since the reset, from 1. */
  public String call(long nth) {
    MemorySegment name =
        (MemorySegment)
            call(
                "emulated_call",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                nth);
    return string(name);
  }

  private String text(String name) {
    return string((MemorySegment) call(name, FunctionDescriptor.of(ValueLayout.ADDRESS)));
  }

  private static String string(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
