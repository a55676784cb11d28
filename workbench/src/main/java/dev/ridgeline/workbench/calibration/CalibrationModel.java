// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

/** The ways to predict on the target that are compared, in the order of the files. */
enum CalibrationModel {
  /** The source's own model, on spectra of the target. */
  AS_IS("as_is", "as it is"),
  /** The same, the mean residual of the standards added. */
  BIAS("bias", "bias correction"),
  /** The same, slope and intercept fitted on the standards by least squares. */
  SLOPE_BIAS("slope_bias", "slope and bias"),
  /** The same, on spectra mapped to the source by least squares on the standards. */
  DIRECT_STANDARDISATION("direct_standardisation", "direct standardisation"),
  /** Ridge on the standards alone. */
  SCRATCH("scratch", "from scratch"),
  /** Transfer from the source's own model. */
  SOURCE_OPTIMAL("source_optimal", "source-optimal"),
  /** Transfer with the pair of penalties that leave-one-out on the standards finds best. */
  TRANSFER_OPTIMAL("transfer_optimal", "transfer-optimal"),
  /** The average over all ways to transfer, weighted by the evidence of the standards. */
  AVERAGE("average", "average"),
  /** Ridge on all calibration samples, measured on the target. */
  OWN("own", "all samples on the target"),
  /** Transfer with the pair of penalties that is best on the test samples; scratch included. */
  HINDSIGHT("hindsight", "best pair in hindsight");

  private final String label;
  private final String words;

  CalibrationModel(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** The name in files. */
  @Override
  public String toString() {
    return label;
  }
}
