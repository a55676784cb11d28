// SPDX-License-Identifier: Apache-2.0

module consumer {
  requires dev.ridgeline;
  requires dev.ridgeline.transfer;
}
