// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LeftOutErrors;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Ridge regression of a {@code Dataset} for every penalty of a grid and all responses at once. One
 * pass on the cluster takes the sums of all folds, and the driver solves; leave-one-out passes over
 * the rows once more, and again where an automatic grid is extended.
 *
 * <pre>{@code
 * SparkRidgeFit fit =
 *     SparkRidgeCv.on(ridgeline).fit(SparkTable.of(data, "y").folds(new Criterion.KFold(10, 42)));
 * Dataset<Row> predicted = fit.transformer().transform(others);
 * }</pre>
 *
 * <p>A table with folds is judged by them, one without by the criterion. Immutable: every option
 * gives a copy.
 */
public final class SparkRidgeCv {
  private static final int AUTO = 61;

  private final Ridgeline ridgeline;
  private final LambdaGrid penalties;
  private final Preparation preparation;
  private final Criterion criterion;

  private SparkRidgeCv(
      Ridgeline ridgeline, LambdaGrid penalties, Preparation preparation, Criterion criterion) {
    this.ridgeline = ridgeline;
    this.penalties = penalties;
    this.preparation = preparation;
    this.criterion = criterion;
  }

  /**
   * Starts.
   *
   * @param ridgeline who solves, on the driver
   * @return an estimator with an intercept and 61 automatic penalties, judged by leave-one-out
   *     unless the table has folds
   */
  public static SparkRidgeCv on(Ridgeline ridgeline) {
    return new SparkRidgeCv(
        ridgeline, LambdaGrid.auto(AUTO), Preparation.DEFAULT, new Criterion.LeaveOneOut());
  }

  /**
   * The penalties to try.
   *
   * @param grid in any order
   * @return a copy of this with these penalties
   */
  public SparkRidgeCv penalties(LambdaGrid grid) {
    return new SparkRidgeCv(ridgeline, grid, preparation, criterion);
  }

  /**
   * What is done to the table first.
   *
   * @param how by default an intercept and nothing else
   * @return a copy of this with this preparation
   */
  public SparkRidgeCv preparation(Preparation how) {
    return new SparkRidgeCv(ridgeline, penalties, how, criterion);
  }

  /**
   * What penalties are judged by where the table has no folds.
   *
   * @param by leave-one-out, GCV or evidence
   * @return a copy of this with this criterion
   */
  public SparkRidgeCv criterion(Criterion by) {
    if (!(by instanceof Criterion.LeaveOneOut
        || by instanceof Criterion.Gcv
        || by instanceof Criterion.Evidence)) {
      throw new BadInputException(
          "a Dataset is judged by leave-one-out, GCV or evidence, or by folds of its SparkTable: "
              + by);
    }
    return new SparkRidgeCv(ridgeline, penalties, preparation, by);
  }

  /**
   * Fits a table.
   *
   * @param table which columns, weights and folds
   * @return the fit
   * @throws BadInputException when a column is not there, not numeric, or has a row that cannot be
   *     used
   */
  public SparkRidgeFit fit(SparkTable table) {
    List<NormalEquations> folds = List.copyOf(SparkNormalEquations.byFold(table).values());
    NormalEquations sums = NormalEquations.merge(folds);
    RidgeCv cv = RidgeCv.on(ridgeline).penalties(penalties).preparation(preparation);
    if (table.hasFolds() && folds.size() < 2) {
      throw new BadInputException("the table has rows of one fold alone: two are needed");
    }
    RidgeFit fit;
    if (table.hasFolds()) {
      fit = cv.fit(folds, RunControl.NONE);
    } else if (criterion instanceof Criterion.LeaveOneOut) {
      fit = cv.fit(sums, of -> losses(table, of), RunControl.NONE);
    } else {
      fit = cv.criterion(criterion).fit(sums);
    }
    int t = sums.responses();
    return new SparkRidgeFit(
        fit.lambdas(),
        IntStream.range(0, t).mapToObj(fit::scores).toArray(double[][]::new),
        IntStream.range(0, t).map(fit::best).toArray(),
        named(table, fit.coefficients(), fit.intercepts()),
        sums);
  }

  /** Losses of all rows, summed in the order of the partitions. */
  private static double[] losses(SparkTable table, LeftOutErrors of) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(table.data().sparkSession().sparkContext());
    Broadcast<LeftOutErrors> sent = spark.broadcast(of);
    List<double[]> losses =
        SparkNormalEquations.rows(table)
            .mapPartitionsWithIndex(new PartitionErrors(table.layout(), sent), true)
            .collect();
    sent.destroy();
    double[] sum = losses.getFirst();
    for (double[] part : losses.subList(1, losses.size())) {
      Arrays.setAll(sum, i -> sum[i] + part[i]);
    }
    return sum;
  }

  private static LinearModel named(SparkTable table, Matrix coefficients, double[] intercepts) {
    LinearModel model = new LinearModel(coefficients, intercepts).withResponses(table.responses());
    return table.vector() == null ? model.named(table.featureColumns()) : model;
  }

  @Override
  public String toString() {
    return "SparkRidgeCv[" + penalties + ", " + preparation + ", " + criterion + "]";
  }
}
