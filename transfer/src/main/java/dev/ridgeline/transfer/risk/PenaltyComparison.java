// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/**
 * The matrix penalty of {@link MatrixPenaltyRisk} beside the isotropic L2-SP penalty of {@link
 * FiniteSampleRisk}, from the same source model, each at its own best strength.
 *
 * <p>The matrix holds the target to what the source has seen, which is right for a task that is the
 * same. For another task the difference (1 - rho) w0 is as large along the directions that the
 * source knows well, and there the matrix pulls hardest.
 *
 * @param matrix the best weight t, and the transfer risk there
 * @param isotropic the best target penalty l1, and the transfer risk there
 */
public record PenaltyComparison(MatrixPenaltyRisk.Choice matrix, OptimalPenalty isotropic) {
  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e6;

  /**
   * The two risks.
   *
   * @param setting the two tasks
   * @param sourceDesign X0
   * @param targetDesign X1
   * @param sourcePenalty l0, positive
   * @return each at the best of the strengths from 1e-6 to 1e6
   * @throws IllegalArgumentException as {@link MatrixPenaltyRisk}
   */
  public static PenaltyComparison of(
      TransferSetting setting,
      double[][] sourceDesign,
      double[][] targetDesign,
      double sourcePenalty) {
    var matrix = new MatrixPenaltyRisk(setting, sourceDesign, targetDesign, sourcePenalty);
    var isotropic = new FiniteSampleRisk(setting, sourceDesign, targetDesign);
    double penalty =
        LogSearch.minimum(l -> isotropic.transferRisk(sourcePenalty, l), SMALLEST, LARGEST);
    return new PenaltyComparison(
        matrix.best(1.0),
        OptimalPenalty.of(penalty, isotropic.transferRisk(sourcePenalty, penalty)));
  }

  /**
   * The alignment at which the two risks are equal, for coefficients averaged over directions.
   *
   * @param setting the two tasks; its coefficients play no part
   * @param sourceDesign X0
   * @param targetDesign X1
   * @param sourcePenalty l0, positive
   * @param low an alignment on one side
   * @param high an alignment on the other, above low
   * @return rho between them; NaN if the same penalty is better at both
   * @throws IllegalArgumentException as {@link MatrixPenaltyRisk}
   */
  public static double crossing(
      TransferSetting setting,
      double[][] sourceDesign,
      double[][] targetDesign,
      double sourcePenalty,
      double low,
      double high) {
    double lead = lead(setting, sourceDesign, targetDesign, sourcePenalty, low);
    if (lead * lead(setting, sourceDesign, targetDesign, sourcePenalty, high) > 0.0) {
      return Double.NaN;
    }
    double from = low;
    double to = high;
    while (to - from > 1e-4) {
      double middle = 0.5 * (from + to);
      if (lead * lead(setting, sourceDesign, targetDesign, sourcePenalty, middle) > 0.0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return 0.5 * (from + to);
  }

  private static double lead(
      TransferSetting setting, double[][] x0, double[][] x1, double sourcePenalty, double rho) {
    TransferSetting aligned = setting.withCoefficients(Coefficients.averaged(rho));
    return Math.log(of(aligned, x0, x1, sourcePenalty).ratio());
  }

  /**
   * The risk with the matrix over that with the identity.
   *
   * @return below 1 where the matrix is better
   */
  public double ratio() {
    return matrix.risk() / isotropic.risk();
  }
}
