// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.spi.Availability;

/** Ends with 1 and a line that says why where no GPU can be used; run by ci/test-gpu.sh. */
public final class GpuPresent {
  private GpuPresent() {}

  /** Prints the device, or what is missing. */
  public static void main(String[] args) {
    switch (new CudaBackendProvider().probe()) {
      case Availability.Available(var device) ->
          System.out.println(device.device() + ", " + device.lanes());
      case Availability.Unavailable no -> {
        System.err.println("no GPU to test on: " + no.reason() + "; " + no.remedy());
        System.exit(1);
      }
    }
  }
}
