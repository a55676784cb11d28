// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** The deterministic equivalents as they are written, in dense matrices; tau by bisection. */
final class PlainEquivalent {
  private final TransferSetting setting;
  private final RealMatrix sigma0;
  private final RealMatrix sigma1;

  PlainEquivalent(TransferSetting setting) {
    this.setting = setting;
    this.sigma0 = Draws.matrix(setting.sourceCovariance());
    this.sigma1 = Draws.matrix(setting.targetCovariance());
  }

  static double tau(RealMatrix sigma, int n, double penalty) {
    double low = penalty;
    double high = penalty + sigma.getTrace() / n;
    for (int i = 0; i < 80; i++) {
      double tau = 0.5 * (low + high);
      double kept = sigma.multiply(inverse(sigma, tau)).getTrace() / n;
      if (tau * (1.0 - kept) < penalty) {
        low = tau;
      } else {
        high = tau;
      }
    }
    return 0.5 * (low + high);
  }

  private static RealMatrix inverse(RealMatrix sigma, double tau) {
    int p = sigma.getRowDimension();
    return MatrixUtils.inverse(
        sigma.add(MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(tau)));
  }

  private static double trace(RealMatrix... factors) {
    RealMatrix product = factors[0];
    for (int i = 1; i < factors.length; i++) {
      product = product.multiply(factors[i]);
    }
    return product.getTrace();
  }

  double sourceRisk(double l0, double[] w0) {
    int n0 = setting.sourceSamples();
    double tau = tau(sigma0, n0, l0);
    RealMatrix q = inverse(sigma0, tau);
    double d = trace(sigma0, q, sigma0, q) / n0;
    RealVector u = q.operate(new ArrayRealVector(w0)).mapMultiply(tau);
    double noise = setting.sourceNoise() * setting.sourceNoise();
    return (Draws.quadratic(sigma0, u) + noise * d) / (1.0 - d);
  }

  double transferRisk(double l0, double l1, double[] first, double[] second) {
    int n0 = setting.sourceSamples();
    int n1 = setting.targetSamples();
    double tau0 = tau(sigma0, n0, l0);
    double tau1 = tau(sigma1, n1, l1);
    RealMatrix q0 = inverse(sigma0, tau0);
    RealMatrix q1 = inverse(sigma1, tau1);
    double d0 = trace(sigma0, q0, sigma0, q0) / n0;
    double d1 = trace(sigma1, q1, sigma1, q1) / n1;
    RealMatrix b = q1.multiply(sigma1).multiply(q1).scalarMultiply(tau1 * tau1 / (1.0 - d1));
    double k = trace(b, sigma0, q0, q0) / n0 / (1.0 - d0);
    RealVector w0 = new ArrayRealVector(first);
    RealVector gap = w0.subtract(new ArrayRealVector(second));
    RealVector u = q0.operate(w0).mapMultiply(tau0);
    double noise0 = setting.sourceNoise() * setting.sourceNoise();
    double noise1 = setting.targetNoise() * setting.targetNoise();
    return Draws.quadratic(b, gap)
        - 2.0 * gap.dotProduct(b.operate(u))
        + Draws.quadratic(b, u)
        + Draws.quadratic(sigma0, u) * k
        + noise0 * k
        + noise1 * d1 / (1.0 - d1);
  }
}
