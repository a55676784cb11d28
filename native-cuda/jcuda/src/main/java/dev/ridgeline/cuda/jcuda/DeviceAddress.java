// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import jcuda.driver.CUdeviceptr;

/** The driver's type of a pointer into a device, made from a number, and back. */
final class DeviceAddress extends CUdeviceptr {
  /** Null, for a call to fill in. */
  DeviceAddress() {}

  /** As an offset from null: JCuda has no other way. */
  DeviceAddress(long address) {
    super(new CUdeviceptr(), address);
  }

  long number() {
    return getNativePointer() + getByteOffset();
  }
}
