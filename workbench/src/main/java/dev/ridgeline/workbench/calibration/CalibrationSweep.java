// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Calibrates one instrument, gives the calibration to another one by a few standards, and measures
 * every way to do so on samples that neither saw. Safe for use by several threads.
 *
 * @param ridgeline who computes
 * @param instruments the samples
 * @param splits by number of the repeat, from 1
 * @param standards numbers of standards
 * @param choice which calibration samples become standards
 * @param sourcePenalties for the source, and for the target by itself
 * @param targetPenalties for leaving the source
 */
record CalibrationSweep(
    Ridgeline ridgeline,
    Instruments instruments,
    IntFunction<Split> splits,
    int[] standards,
    StandardsChoice choice,
    LambdaGrid sourcePenalties,
    LambdaGrid targetPenalties) {

  CalibrationResult run(CalibrationCell cell) {
    Split split = splits.apply(cell.repeat());
    Sample source = instruments.samples().get(cell.source());
    Sample target = instruments.samples().get(cell.target());
    int most = Arrays.stream(standards).max().orElseThrow();
    int[] order = choice.first(source.x(), split.calibration(), most);
    RidgeFit own =
        RidgeCv.on(ridgeline).penalties(sourcePenalties).fit(target.rows(split.calibration()));
    // automatic penalties may widen for a target: no number of standards depends on the others
    TransferRidge transfer =
        TransferRidge.on(ridgeline)
            .sourcePenalties(sourcePenalties)
            .targetPenalties(targetPenalties)
            .source(source.rows(split.calibration()));
    Sample test = target.rows(split.test());
    Scores[][] scores = new Scores[source.responses()][standards.length];
    String route = "";
    for (int s = 0; s < standards.length; s++) {
      int[] rows = Arrays.copyOf(order, standards[s]);
      TransferFit fit = transfer.target(target.rows(rows)).fit();
      Measured measured = new Measured(fit, own, source.rows(rows), target.rows(rows), test);
      for (int t = 0; t < scores.length; t++) {
        scores[t][s] = measured.scores(t);
      }
      RidgeFit first = fit.sources().fits().getFirst();
      route = first.route(first.best(0)).toString();
    }
    return new CalibrationResult(scores, route);
  }

  /** One number of standards of a cell. */
  private final class Measured {
    private final TransferFit fit;
    private final RidgeFit own;
    private final Sample standards; // on the target
    private final Sample test; // on the target
    private final Matrix onTarget; // what the source's own model says of the standards
    private final Matrix onTest;
    private final Design mapping;
    private final PairErrors pairs;

    Measured(TransferFit fit, RidgeFit own, Sample sourceStandards, Sample standards, Sample test) {
      this.fit = fit;
      this.own = own;
      this.standards = standards;
      this.test = test;
      RidgeFit source = fit.sources().fits().getFirst();
      Matrix onSource = source.predict(sourceStandards.x());
      onTarget = source.predict(standards.x());
      onTest = source.predict(test.x());
      // a linear model of mapped spectra is the map's fit to what the model says of the source's
      mapping = Design.of(ridgeline, Sample.of(standards.x(), onSource), Preparation.DEFAULT);
      pairs = new PairErrors(standards.x(), test.x());
    }

    Scores scores(int response) {
      double[] reference = test.y().column(response);
      Map<CalibrationModel, double[]> errors = new EnumMap<>(CalibrationModel.class);
      corrections(response).forEach((model, y) -> errors.put(model, less(y, reference)));
      ResponseFit one = fit.response(response);
      Map<CalibrationModel, ResponseFit.Choice> choices =
          Map.of(
              CalibrationModel.SCRATCH, one.scratch(),
              CalibrationModel.SOURCE_OPTIMAL, one.sourceOptimal().orElseThrow(),
              CalibrationModel.TRANSFER_OPTIMAL, one.transferOptimal());
      choices.forEach(
          (model, choice) ->
              errors.put(model, less(one.model(choice).predict(test.x()), reference)));
      // not by way of its choice, whose loss would be computed too
      LinearModel average = model(one.design(), one.average().coefficients(), response);
      errors.put(CalibrationModel.AVERAGE, less(average.predict(test.x()), reference));
      errors.put(CalibrationModel.HINDSIGHT, hindsight(response));
      Map<CalibrationModel, Score> scores = new EnumMap<>(CalibrationModel.class);
      errors.forEach((model, all) -> scores.put(model, Score.of(all, reference)));
      return new Scores(scores);
    }

    /** Predictions that need no transfer. */
    private Map<CalibrationModel, double[]> corrections(int response) {
      double[] asIs = onTest.column(response);
      double[] known = onTarget.column(response);
      double[] y = standards.y().column(response);
      Line bias = Line.shift(known, y);
      Line line = Line.leastSquares(known, y);
      LinearModel mapped =
          model(mapping, mapping.solve(mapping.responses().column(response), 0), response);
      return Map.of(
          CalibrationModel.AS_IS, asIs,
          CalibrationModel.BIAS, bias.of(asIs),
          CalibrationModel.SLOPE_BIAS, line.of(asIs),
          CalibrationModel.DIRECT_STANDARDISATION, mapped.predict(test.x()),
          CalibrationModel.OWN, own.predict(test.x()).column(response));
    }

    /** Errors of the pair of penalties that is best on the test samples, scratch included. */
    private double[] hindsight(int response) {
      double[] mu = fit.targetPenalties().toNormalEquations(standards.rows());
      double[] y = standards.y().column(response);
      double[] reference = test.y().column(response);
      double[] best = pairs.best(y, reference, mu);
      Matrix priors = fit.sources().coefficientsOf(response);
      LinearModel all = new LinearModel(priors, new double[priors.columns()]);
      Matrix fitted = all.predictAll(standards.x());
      Matrix predicted = all.predictAll(test.x());
      for (int l = 0; l < priors.columns(); l++) {
        double[] errors =
            pairs.best(less(y, fitted.column(l)), less(reference, predicted.column(l)), mu);
        best = squares(errors) < squares(best) ? errors : best;
      }
      return best;
    }
  }

  /** In the units of the table; b is overwritten. */
  private static LinearModel model(Design design, double[] b, int response) {
    double intercept = design.toTable(b, response);
    return new LinearModel(b, intercept);
  }

  /** A straight line that corrects predictions. */
  private record Line(double slope, double intercept) {
    static Line shift(double[] x, double[] y) {
      return new Line(1, mean(less(y, x)));
    }

    /** Where x does not vary there is no slope, and the line is a shift. */
    static Line leastSquares(double[] x, double[] y) {
      double mx = mean(x);
      double my = mean(y);
      double xx = 0;
      double xy = 0;
      for (int i = 0; i < x.length; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        xy += (x[i] - mx) * (y[i] - my);
      }
      return xx > 0 ? new Line(xy / xx, my - xy / xx * mx) : shift(x, y);
    }

    double[] of(double[] x) {
      return Arrays.stream(x).map(v -> intercept + slope * v).toArray();
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double[] less(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }
}
