// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import jcuda.Pointer;

/** A pointer made from a number, and back. */
final class Address extends Pointer {
  /** Null, for a call to fill in. */
  Address() {
    super(0L);
  }

  Address(long address) {
    super(address);
  }

  long number() {
    return getNativePointer() + getByteOffset();
  }
}
