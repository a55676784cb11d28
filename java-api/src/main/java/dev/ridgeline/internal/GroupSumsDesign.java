// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * A group as its normal equations: d and V are the eigenvalues and vectors of X'X, so directions
 * whose eigenvalues are rounding of the largest are lost, which rows would keep.
 */
public final class GroupSumsDesign extends GroupDesign {
  private final double[] g;
  private final double[] z;
  private final double[] prior;
  private Sums sums;

  /**
   * Room for groups.
   *
   * @param features p
   * @param responses T
   * @param intercept whether products are about the means
   * @param unitFactors what units of the columns are multiplied by; null: ones
   */
  public GroupSumsDesign(int features, int responses, boolean intercept, double[] unitFactors) {
    super(features, responses, intercept, unitFactors);
    g = new double[Math.multiplyExact(p, p)];
    z = new double[Math.multiplyExact(p, t)];
    prior = new double[p];
  }

  /**
   * Takes a group.
   *
   * @param group its sums, about the means where there is an intercept
   */
  public void take(Sums group) {
    sums = intercept ? group : group.uncentred();
  }

  @Override
  public boolean prepare(double[] priors, boolean standardize, double[] units) {
    active = sums.active;
    weight = sums.weight;
    if (active < LEAST_ROWS) {
      return false;
    }
    xExponent = sums.xExponent;
    muExponent = standardize ? 0 : xExponent;
    for (int j = 0; j < p; j++) {
      means[j] = Math.scalb(sums.means[j], -xExponent);
      double square = sums.xx[j + j * p];
      double factor = unitFactors == null ? 1 : unitFactors[j];
      double own = standardize ? factor * Math.sqrt(square / weight) : factor;
      double scale = units == null ? own : units[j];
      boolean varies = !intercept || !Rounding.isConstant(square, weight, means[j]);
      scales[j] = varies && square > 0 && scale > 0 ? scale : 0;
    }
    for (int r = 0; r < t; r++) {
      prepareResponse(r, priors);
    }
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        g[i + j * p] = inUnits(inUnits(sums.xx[i + j * p], i), j);
      }
    }
    return true;
  }

  private double inUnits(double product, int column) {
    return scales[column] == 0 ? 0 : product / scales[column];
  }

  /** y - X b has the products X'y - G b, and the square y'y - b'(X'y) - b'(X'y - G b). */
  private void prepareResponse(int r, double[] priors) {
    int exponent = sums.yExponents[r];
    yExponents[r] = exponent;
    double mean = Math.scalb(sums.means[p + r], -exponent);
    squares[r] = sums.yy[r];
    System.arraycopy(sums.xy, r * p, z, r * p, p);
    for (int j = 0; j < p && priors != null; j++) {
      prior[j] = Math.scalb(priors[r * p + j], xExponent - exponent);
      mean -= prior[j] * means[j];
    }
    if (priors != null) {
      for (int j = 0; j < p; j++) {
        z[j + r * p] -= Columns.dot(sums.xx, j * p, prior, 0, p);
        squares[r] -= prior[j] * (sums.xy[j + r * p] + z[j + r * p]);
      }
      squares[r] = Math.max(0, squares[r]);
    }
    responseMeans[r] = intercept ? mean : 0;
    constant[r] =
        intercept
            && priors == null
            && (squares[r] == 0 || Rounding.isConstant(squares[r], weight, mean));
    for (int j = 0; j < p; j++) {
      z[j + r * p] = inUnits(z[j + r * p], j);
    }
  }

  @Override
  public void addProducts(double[] xx, double[] xy, double[] yy) {
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        xx[i + j * p] += Math.scalb(g[i + j * p], 2 * xExponent);
      }
    }
    for (int r = 0; r < t; r++) {
      for (int j = 0; j < p; j++) {
        xy[j + r * p] += Math.scalb(z[j + r * p], xExponent + yExponents[r]);
      }
      yy[r] += Math.scalb(squares[r], 2 * yExponents[r]);
    }
  }

  @Override
  public void decompose() {
    int most = (int) Math.min(p, degrees());
    int found = svd.decompose(g, p, most);
    double largest = found == 0 ? 0 : Math.sqrt(svd.square(0));
    double least = Rounding.ofEigenvalues(Math.max(active, p), largest);
    rank = 0;
    while (rank < found && Math.sqrt(svd.square(rank)) > least) {
      d[rank] = Math.sqrt(svd.square(rank));
      rank++;
    }
    for (int r = 0; r < t; r++) {
      double explained = 0;
      for (int k = 0; k < rank; k++) {
        double own = svd.dotRight(k, z, r * p) / Math.sqrt(d[k]);
        c[r * p + k] = own;
        explained += own * own;
      }
      // a difference has the rounding of what it was taken from
      double rounding = (double) active * Rounding.EPS * squares[r];
      unexplained[r] = rank == degrees() ? 0 : Math.max(rounding, squares[r] - explained);
    }
  }
}
