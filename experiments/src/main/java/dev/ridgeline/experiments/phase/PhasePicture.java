// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Series;
import java.util.List;

/**
 * The phase transition: the mean ratio between grid points with its band per setting, theory dashed
 * over it, the means of the choices on the grid as dots.
 */
final class PhasePicture {
  /** Beyond this outliers rule a mean, and the median is drawn in its place. */
  private static final double MEAN_FAR_FROM_MEDIAN = 1.25;

  /** One such point in twenty is chance. */
  private static final double OUTLIER_SHARE = 0.2;

  private PhasePicture() {}

  static Chart of(String title, List<PhaseStudy.Curve> curves, PhaseStudy study) {
    int seeds = study.seeds().length;
    boolean exact = study.exact();
    boolean medians = curves.stream().anyMatch(curve -> ruledByOutliers(curve, exact));
    Chart chart =
        Chart.titled(
                title,
                Axis.linear("task alignment ρ"),
                Axis.log("transfer- / source-optimal penalty"))
            .subtitle(
                seeds
                    + (seeds == 1 ? " seed" : " seeds: mean with 95 % band")
                    + (medians ? ", median where outliers rule" : "")
                    + "; dashed: theory"
                    + (exact ? "; dots: choices on the grid" : ""));
    for (int i = 0; i < curves.size(); i++) {
      PhaseStudy.Curve curve = curves.get(i);
      double[] x = curve.values(PhaseStudy.Point::rho);
      Series theory = Series.theory("", x, curve.values(PhaseStudy.Point::theory));
      chart = chart.with(measured(curve, x, exact).colour(i)).with(theory.colour(i));
      if (exact) {
        chart = chart.with(onGrid(curve, x).colour(i));
      }
    }
    return chart.horizontal(1, "source-optimal").vertical(1, "ρ = 1");
  }

  /** The mean and its band; where outliers rule a curve, its median. */
  private static Series measured(PhaseStudy.Curve curve, double[] x, boolean exact) {
    String name = curve.setting().toString();
    if (ruledByOutliers(curve, exact)) {
      Series medians =
          Series.line(name + " (median)", x, curve.values(point -> median(point, exact)));
      return exact ? medians : medians.markers();
    }
    return Series.line(name, x, curve.values(point -> ratio(point, exact).mean()))
        .band(
            curve.values(point -> ratio(point, exact).positiveLow()),
            curve.values(point -> ratio(point, exact).high()));
  }

  private static Series onGrid(PhaseStudy.Curve curve, double[] x) {
    boolean medians = ruledByOutliers(curve, true);
    return Series.points("", x, curve.values(p -> medians ? p.ratio().median() : p.ratio().mean()));
  }

  private static Spread ratio(PhaseStudy.Point point, boolean exact) {
    return exact ? point.exact() : point.ratio();
  }

  private static double median(PhaseStudy.Point point, boolean exact) {
    return exact ? point.exactMedian() : point.ratio().median();
  }

  /** An optimum beyond the search is an outlier, too: its mean is undefined. */
  private static boolean ruledByOutliers(PhaseStudy.Curve curve, boolean exact) {
    return curve.points().stream()
            .filter(p -> !(ratio(p, exact).mean() <= MEAN_FAR_FROM_MEDIAN * median(p, exact)))
            .count()
        > OUTLIER_SHARE * curve.points().size();
  }
}
