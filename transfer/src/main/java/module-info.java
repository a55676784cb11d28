// SPDX-License-Identifier: Apache-2.0

/** L2-SP ridge, choice of the source penalty, and risk theory. */
module dev.ridgeline.transfer {
  requires transitive dev.ridgeline;
  requires hipparchus.core;
  requires hipparchus.optim;

  exports dev.ridgeline.transfer;
  exports dev.ridgeline.transfer.alignment;
  exports dev.ridgeline.transfer.risk;
  exports dev.ridgeline.transfer.spectral;
}
