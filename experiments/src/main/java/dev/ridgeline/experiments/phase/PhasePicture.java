// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Series;
import java.util.List;

/** The phase transition: mean ratio and band per setting, theory dashed over it. */
final class PhasePicture {
  /** Beyond this outliers rule a mean, and the median is drawn in its place. */
  private static final double MEAN_FAR_FROM_MEDIAN = 1.25;

  /** One such point in twenty is chance. */
  private static final double OUTLIER_SHARE = 0.2;

  private PhasePicture() {}

  static Chart of(String title, List<PhaseStudy.Curve> curves, int seeds) {
    boolean medians = curves.stream().anyMatch(PhasePicture::ruledByOutliers);
    Chart chart =
        Chart.titled(
                title,
                Axis.linear("task alignment ρ"),
                Axis.log("transfer- / source-optimal penalty"))
            .subtitle(
                seeds
                    + (seeds == 1 ? " seed" : " seeds: mean with 95 % band")
                    + (medians ? ", median where outliers rule" : "")
                    + "; dashed: theory");
    for (int i = 0; i < curves.size(); i++) {
      PhaseStudy.Curve curve = curves.get(i);
      double[] x = curve.values(PhaseStudy.Point::rho);
      Series theory = Series.theory("", x, curve.values(PhaseStudy.Point::theory));
      chart = chart.with(measured(curve, x).colour(i)).with(theory.colour(i));
    }
    return chart.horizontal(1, "source-optimal").vertical(1, "ρ = 1");
  }

  /** The mean and its band; where outliers rule a curve, its median, with dots. */
  private static Series measured(PhaseStudy.Curve curve, double[] x) {
    String name = curve.setting().toString();
    if (ruledByOutliers(curve)) {
      return Series.line(name + " (median)", x, curve.values(point -> point.ratio().median()))
          .markers();
    }
    return Series.line(name, x, curve.values(point -> point.ratio().mean()))
        .band(
            curve.values(point -> point.ratio().positiveLow()),
            curve.values(point -> point.ratio().high()));
  }

  private static boolean ruledByOutliers(PhaseStudy.Curve curve) {
    return curve.points().stream()
            .filter(p -> p.ratio().mean() > MEAN_FAR_FROM_MEDIAN * p.ratio().median())
            .count()
        > OUTLIER_SHARE * curve.points().size();
  }
}
