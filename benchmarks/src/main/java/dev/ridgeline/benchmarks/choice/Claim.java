// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.transfer.model.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * An interval that was claimed for a number, and the truth.
 *
 * @param logarithmic whether it is widened on the logarithmic scale
 * @param truth exact
 * @param centre the point that it is widened about
 * @param raw before it is widened
 * @param widened as it is reported
 */
record Claim(boolean logarithmic, double truth, double centre, Interval raw, Interval widened) {
  /**
   * The least factor by which the raw interval must be stretched about its centre to hold the
   * truth; infinite where no factor will do.
   */
  double factor() {
    if (truth == centre) {
      return 0;
    }
    double end = truth < centre ? raw.low() : raw.high();
    double factor =
        logarithmic
            ? Math.log(truth / centre) / Math.log(end / centre)
            : (truth - centre) / (end - centre);
    return factor >= 0 ? factor : Double.POSITIVE_INFINITY;
  }

  /** The share of claims whose reported intervals hold the truth. */
  static double coverage(List<Claim> claims) {
    return (double) claims.stream().filter(c -> c.widened().contains(c.truth())).count()
        / claims.size();
  }

  /** The share of claims that hold the truth when stretched by a factor. */
  static double coverage(List<Claim> claims, double factor) {
    return (double) claims.stream().filter(c -> c.factor() <= factor).count() / claims.size();
  }

  /** The least factor at which a share of the claims hold the truth. */
  static double factorFor(List<Claim> claims, double share) {
    double[] factors = claims.stream().mapToDouble(Claim::factor).sorted().toArray();
    return factors[(int) Math.ceil(share * factors.length) - 1];
  }

  /** The median length of the reported intervals, each over a unit of its own. */
  static double width(List<Claim> claims, double[] units) {
    double[] widths = new double[units.length];
    for (int i = 0; i < widths.length; i++) {
      Interval interval = claims.get(i).widened();
      widths[i] = (interval.high() - interval.low()) / units[i];
    }
    Arrays.sort(widths);
    return widths[widths.length / 2];
  }
}
