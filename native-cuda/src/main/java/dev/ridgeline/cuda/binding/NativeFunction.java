// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/**
 * A function of a CUDA library: every one of them returns a status, an int.
 *
 * @param name its symbol
 * @param type its arguments
 * @param required whether CUDA 12.0 has it already
 */
record NativeFunction(String name, FunctionDescriptor type, boolean required) {
  /** An int or an enumeration. */
  static final ValueLayout.OfInt INT = JAVA_INT;

  /** A size_t, a long long or an int64_t. */
  static final ValueLayout.OfLong LONG = JAVA_LONG;

  /** A pointer to memory of the caller, here a segment. */
  static final AddressLayout HOST = ADDRESS;

  /** A pointer that is a number here: into a device, or a handle. The name tells it from a size. */
  static final ValueLayout.OfLong POINTER = JAVA_LONG.withName("pointer");

  static NativeFunction required(String name, MemoryLayout... arguments) {
    return new NativeFunction(name, FunctionDescriptor.of(INT, arguments), true);
  }

  static NativeFunction optional(String name, MemoryLayout... arguments) {
    return new NativeFunction(name, FunctionDescriptor.of(INT, arguments), false);
  }
}
