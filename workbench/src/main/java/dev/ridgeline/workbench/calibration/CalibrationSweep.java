// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.SourceModels;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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
    SourceModels models =
        SourceModels.fit(
            ridgeline,
            Preparation.DEFAULT,
            sourcePenalties,
            List.of(source.rows(split.calibration())),
            RunControl.NONE);
    RidgeFit own =
        RidgeCv.on(ridgeline).penalties(sourcePenalties).fit(target.rows(split.calibration()));
    int most = 0;
    for (int count : standards) {
      most = Math.max(most, count);
    }
    int[] order = choice.first(source.x(), split.calibration(), most);
    Scores[][] scores = new Scores[source.responses()][standards.length];
    for (int s = 0; s < standards.length; s++) {
      int[] rows = Arrays.copyOf(order, standards[s]);
      Measured measured =
          new Measured(
              models, own, source.rows(rows), target.rows(rows), target.rows(split.test()));
      for (int t = 0; t < scores.length; t++) {
        scores[t][s] = measured.scores(t);
      }
    }
    RidgeFit fit = models.fits().getFirst();
    return new CalibrationResult(scores, fit.route(fit.best(0)).toString());
  }

  /** One number of standards of a cell. */
  private final class Measured {
    private final SourceModels models;
    private final RidgeFit own;
    private final Sample standards; // on the target
    private final Sample test; // on the target
    private final Matrix onSource; // predictions of the source's own model for its spectra
    private final Matrix onTarget; // and for those of the target
    private final Matrix onTest;
    private final TransferFit fit;
    private final Design mapping;
    private final PairErrors pairs;

    Measured(
        SourceModels models, RidgeFit own, Sample sourceStandards, Sample standards, Sample test) {
      this.models = models;
      this.own = own;
      this.standards = standards;
      this.test = test;
      RidgeFit source = models.fits().getFirst();
      onSource = source.predict(sourceStandards.x());
      onTarget = source.predict(standards.x());
      onTest = source.predict(test.x());
      fit =
          TransferRidge.on(ridgeline)
              .sources(models)
              .targetPenalties(targetPenalties)
              .target(standards)
              .fit();
      // a linear model of mapped spectra is the map's fit to what the model says of the source's
      mapping = Design.of(ridgeline, Sample.of(standards.x(), onSource), Preparation.DEFAULT);
      pairs = new PairErrors(standards.x(), test.x());
    }

    Scores scores(int response) {
      double[] reference = test.y().column(response);
      Map<CalibrationModel, double[]> errors = new EnumMap<>(CalibrationModel.class);
      corrections(response).forEach((model, y) -> errors.put(model, less(y, reference)));
      ResponseFit own = fit.response(response);
      Map<CalibrationModel, ResponseFit.Choice> choices =
          Map.of(
              CalibrationModel.SCRATCH, own.scratch(),
              CalibrationModel.SOURCE_OPTIMAL, own.sourceOptimal().orElseThrow(),
              CalibrationModel.TRANSFER_OPTIMAL, own.transferOptimal());
      choices.forEach(
          (model, choice) ->
              errors.put(model, less(own.model(choice).predict(test.x()), reference)));
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
      double[] b = mapping.solve(mapping.responses().column(response), 0);
      double intercept = mapping.toTable(b, response);
      return Map.of(
          CalibrationModel.AS_IS, asIs,
          CalibrationModel.BIAS, bias.of(asIs),
          CalibrationModel.SLOPE_BIAS, line.of(asIs),
          CalibrationModel.DIRECT_STANDARDISATION, new LinearModel(b, intercept).predict(test.x()),
          CalibrationModel.OWN, own.predict(test.x()).column(response));
    }

    /** Errors of the pair of penalties that is best on the test samples, scratch included. */
    private double[] hindsight(int response) {
      double[] mu = targetPenalties.toNormalEquations(standards.rows());
      double[] y = standards.y().column(response);
      double[] reference = test.y().column(response);
      double[] best = pairs.best(y, reference, mu);
      Matrix priors = models.coefficientsOf(response);
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
