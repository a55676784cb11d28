// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import java.io.Serializable;

/**
 * What one seed of one setting gave. Arrays have one element per alignment.
 *
 * @param lambdaSource source-optimal penalty on the grid
 * @param lambdaSourceExact continuous source-optimal penalty, NaN when beyond the search
 * @param sourceAtEdge whether {@code lambdaSource} is an end of the grid
 * @param sourceRisk source risk there
 * @param lambdaTransfer transfer-optimal penalty on the grid
 * @param lambdaTransferExact continuous transfer-optimal penalty, NaN when beyond the search
 * @param transferAtEdge whether {@code lambdaTransfer} is an end of the grid
 * @param transferRisk transfer risk at {@code lambdaTransfer}
 * @param transferRiskAtLambdaSource transfer risk at {@code lambdaSource}
 * @param scratchRisk risk from scratch
 * @param route how the source was solved
 * @param sweepNanos time of the draws and the grid optima
 * @param exactNanos time of the continuous optima
 */
public record PhaseResult(
    double lambdaSource,
    double lambdaSourceExact,
    boolean sourceAtEdge,
    double sourceRisk,
    double[] lambdaTransfer,
    double[] lambdaTransferExact,
    boolean[] transferAtEdge,
    double[] transferRisk,
    double[] transferRiskAtLambdaSource,
    double[] scratchRisk,
    String route,
    long sweepNanos,
    long exactNanos)
    implements Serializable {

  /**
   * Transfer-optimal over source-optimal penalty on the grid.
   *
   * @param rho index of the alignment
   * @return the ratio
   */
  public double ratio(int rho) {
    return lambdaTransfer[rho] / lambdaSource;
  }

  /** The same for the continuous optima; NaN when either is. */
  double ratioExact(int rho) {
    return lambdaTransferExact[rho] / lambdaSourceExact;
  }

  /** The word of the column at_edge. */
  String atEdge(int rho) {
    if (sourceAtEdge) {
      return transferAtEdge[rho] ? "both" : "source";
    }
    return transferAtEdge[rho] ? "transfer" : "none";
  }
}
