// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Series;
import java.util.List;

/** The phase transition: mean ratio and band per setting, theory dashed over it. */
final class PhasePicture {
  /** Where outliers rule, the median is drawn beside the mean. */
  private static final double MEAN_FAR_FROM_MEDIAN = 1.25;

  private static final double NEVER_BELOW = 1e-3;

  private PhasePicture() {}

  static Chart of(String title, List<PhaseStudy.Curve> curves, int seeds) {
    boolean medians = curves.stream().anyMatch(PhasePicture::ruledByOutliers);
    Chart chart =
        Chart.titled(
                title,
                Axis.linear("task alignment ρ"),
                Axis.log("transfer-optimal over source-optimal penalty"))
            .subtitle(
                "mean of "
                    + seeds
                    + (seeds == 1 ? " seed" : " seeds with 95 % bands")
                    + (medians ? ", dots: median where outliers rule" : "")
                    + "; dashed: theory");
    for (int i = 0; i < curves.size(); i++) {
      PhaseStudy.Curve curve = curves.get(i);
      double[] x = curve.values(PhaseStudy.Point::rho);
      Series theory = Series.theory("", x, curve.values(PhaseStudy.Point::theory));
      chart = chart.with(measured(curve, x).colour(i)).with(theory.colour(i));
    }
    return chart.horizontal(1, "source-optimal").vertical(1, "ρ = 1");
  }

  private static Series measured(PhaseStudy.Curve curve, double[] x) {
    String name = curve.setting().toString();
    if (ruledByOutliers(curve)) {
      return Series.line(name, x, curve.values(point -> point.ratio().median())).markers();
    }
    return Series.line(name, x, curve.values(point -> point.ratio().mean()))
        .band(curve.values(PhasePicture::visibleLow), curve.values(point -> point.ratio().high()));
  }

  /** A band may reach below zero, where a logarithmic axis does not. */
  private static double visibleLow(PhaseStudy.Point point) {
    return Math.max(point.ratio().low(), NEVER_BELOW * Math.min(1, point.ratio().mean()));
  }

  private static boolean ruledByOutliers(PhaseStudy.Curve curve) {
    return curve.points().stream()
        .anyMatch(p -> p.ratio().mean() > MEAN_FAR_FROM_MEDIAN * p.ratio().median());
  }
}
