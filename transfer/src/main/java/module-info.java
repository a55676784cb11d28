// SPDX-License-Identifier: Apache-2.0

/** L2-SP ridge, estimators on tables, choice of the source penalty, alignment, and risk theory. */
module dev.ridgeline.transfer {
  requires transitive dev.ridgeline;
  requires com.fasterxml.jackson.core;
  requires hipparchus.core;
  requires hipparchus.optim;

  exports dev.ridgeline.transfer.alignment;
  exports dev.ridgeline.transfer.average;
  exports dev.ridgeline.transfer.choice;
  exports dev.ridgeline.transfer.covariance;
  exports dev.ridgeline.transfer.estimator;
  exports dev.ridgeline.transfer.model;
  exports dev.ridgeline.transfer.realised;
  exports dev.ridgeline.transfer.risk;
  exports dev.ridgeline.transfer.spectral;
}
