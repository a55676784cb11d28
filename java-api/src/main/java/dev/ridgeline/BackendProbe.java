// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.spi.Availability;

/**
 * The result of probing one backend.
 *
 * @param name name of the backend
 * @param availability the device, or the reason and the remedy
 * @param automatic whether {@code auto} takes this one
 */
public record BackendProbe(String name, Availability availability, boolean automatic) {
  @Override
  public String toString() {
    return name
        + ": "
        + switch (availability) {
          case Availability.Available(var device) ->
              "available on " + device.device() + " (" + device.lanes() + ")";
          case Availability.Unavailable no -> "unavailable: " + no.reason() + "; " + no.remedy();
        };
  }
}
