// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.model.LinearModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkRidgeCvTest {
  private static final LocalSpark.Table TABLE = LocalSpark.Table.draw(2, 300, 5, 2, 3);

  private static LocalSpark spark;
  private static Ridgeline ridgeline;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    spark = new LocalSpark();
    ridgeline = Ridgeline.builder().backend("cpu-simd").threads(1).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
    spark.close();
  }

  private static SparkTable table() {
    return SparkTable.of(spark.dataset(TABLE, 3), TABLE.responses())
        .features(TABLE.features())
        .rowsPerBlock(32);
  }

  private static Sample sample() {
    return Sample.of(TABLE.xs(), TABLE.ys());
  }

  private static void assertSame(SparkRidgeFit actual, RidgeFit expected) {
    assertThat(actual.lambdas().values())
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(expected.lambdas().values());
    for (int c = 0; c < expected.responses(); c++) {
      double[] scores = expected.scores(c);
      for (int l = 0; l < scores.length; l++) {
        assertThat(actual.scores()[c][l]).isCloseTo(scores[l], within(1e-9 * Math.abs(scores[l])));
      }
      // towards penalty 0 scores are equal up to rounding, which may choose another one
      assertThat(scores[actual.best()[c]])
          .isCloseTo(scores[expected.best(c)], within(1e-9 * Math.abs(scores[0])));
      assertThat(actual.model().coefficientMatrix().column(c))
          .containsExactly(expected.coefficients().column(c), within(1e-9));
    }
    assertThat(actual.model().intercepts()).containsExactly(expected.intercepts(), within(1e-8));
  }

  @Test
  void leaveOneOutIsThatOfOneMachine() {
    assertSame(SparkRidgeCv.on(ridgeline).fit(table()), RidgeCv.on(ridgeline).fit(sample()));
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.SUM, 1e-3, 1e3, 7);
    assertSame(
        SparkRidgeCv.on(ridgeline).penalties(grid).fit(table().weights("w")),
        RidgeCv.on(ridgeline).penalties(grid).fit(sample().withWeights(TABLE.w())));
    Preparation how = Preparation.DEFAULT.standardized().unpenalised(1);
    assertSame(
        SparkRidgeCv.on(ridgeline).preparation(how).fit(table()),
        RidgeCv.on(ridgeline).preparation(how).fit(sample()));
  }

  @Test
  void drawnFoldsAreThoseOfOneMachine() {
    Criterion.KFold how = new Criterion.KFold(7, 5);
    assertSame(
        SparkRidgeCv.on(ridgeline).fit(table().folds(how)),
        RidgeCv.on(ridgeline).criterion(how).fit(sample()));
  }

  @Test
  void foldsGcvAndEvidenceAreThoseOfOneMachine() {
    for (Criterion criterion : List.of(new Criterion.Gcv(), new Criterion.Evidence())) {
      Preparation how = Preparation.DEFAULT.standardized();
      assertSame(
          SparkRidgeCv.on(ridgeline).criterion(criterion).preparation(how).fit(table()),
          RidgeCv.on(ridgeline)
              .criterion(criterion)
              .preparation(how)
              .fit(ridgeline.normalEquations(sample())));
    }
    List<NormalEquations> folds = new ArrayList<>();
    for (int g = 0; g < 3; g++) {
      int fold = g;
      int[] rows = IntStream.range(0, 300).filter(i -> TABLE.g()[i] == fold).toArray();
      folds.add(ridgeline.normalEquations(sample().rows(rows)));
    }
    assertSame(
        SparkRidgeCv.on(ridgeline).fit(table().foldsBy("g")),
        RidgeCv.on(ridgeline).fit(folds, RunControl.NONE));
    assertThatThrownBy(() -> SparkRidgeCv.on(ridgeline).criterion(new Criterion.KFold(5, 1)))
        .hasMessageContaining("folds of its SparkTable");
  }

  @Test
  void sumsOfADatasetAreTheSourceOfATransfer() {
    LocalSpark.Table target = LocalSpark.Table.draw(9, 40, 5, 2, 3);
    Sample rows = Sample.of(target.xs(), target.ys());
    TransferFit expected =
        TransferRidge.on(ridgeline).source(ridgeline.normalEquations(sample())).target(rows).fit();
    TransferFit actual =
        TransferRidge.on(ridgeline).source(SparkNormalEquations.of(table())).target(rows).fit();
    for (int c = 0; c < 2; c++) {
      assertThat(actual.response(c).transferOptimal().loss())
          .isCloseTo(expected.response(c).transferOptimal().loss(), within(1e-9));
    }
  }

  /** MLlib: 1/(2n) |y - Xb|^2 + reg/2 |b|^2 over columns and response in standard units. */
  @Test
  void aPenaltyOfMllibGivesItsCoefficients() {
    Dataset<Row> data =
        new VectorAssembler()
            .setInputCols(TABLE.features())
            .setOutputCol("v")
            .transform(spark.dataset(TABLE, 2));
    for (double reg : new double[] {0.01, 0.3, 2}) {
      LinearRegressionModel mllib =
          new LinearRegression()
              .setFeaturesCol("v")
              .setLabelCol("y0")
              .setRegParam(reg)
              .setElasticNetParam(0)
              .setSolver("normal")
              .setTol(1e-12)
              .fit(data);
      double deviation =
          data.agg(functions.stddev_pop("y0")).first().getDouble(0); // as its solver takes it
      SparkRidgeFit ours =
          SparkRidgeCv.on(ridgeline)
              .criterion(new Criterion.Gcv())
              .preparation(Preparation.DEFAULT.standardized())
              .penalties(LambdaGrid.of(LambdaScale.MEAN, reg / deviation))
              .fit(SparkTable.of(data, "y0").featureVector("v"));
      assertThat(ours.model().coefficients())
          .containsExactly(mllib.coefficients().toArray(), within(1e-8));
      assertThat(ours.model().intercept()).isCloseTo(mllib.intercept(), within(1e-7));
    }
  }

  @Test
  void theModelIsAStageThatIsSavedAndLoaded() throws Exception {
    SparkRidgeFit fit = SparkRidgeCv.on(ridgeline).fit(table());
    Dataset<Row> data = spark.dataset(TABLE, 2);
    RidgeModel stage = fit.transformer();
    String path = folder.resolve("stage").toString();
    stage.write().overwrite().save(path);
    RidgeModel loaded = RidgeModel.load(path);
    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(loaded.model()).isEqualTo(fit.model());
    Matrix expected = fit.model().predictAll(TABLE.xs());
    List<Row> rows =
        loaded.transform(data).select("prediction_y0", "prediction_y1").collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getDouble(0)).isCloseTo(expected.get(i, 0), within(1e-10));
      assertThat(rows.get(i).getDouble(1)).isCloseTo(expected.get(i, 1), within(1e-10));
    }
    Dataset<Row> missing = data.withColumn("x1", functions.lit(null).cast("double"));
    assertThat(loaded.transform(missing).select("prediction_y0").first().isNullAt(0)).isTrue();
    assertThatThrownBy(() -> loaded.transform(data.drop("x1"))).hasMessageContaining("'x1'");
    assertThatThrownBy(() -> loaded.transform(loaded.transform(data)))
        .hasMessageContaining("'prediction_y0' is there already");
  }

  @Test
  void theModelFitsAPipelineOfVectors() throws Exception {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(TABLE.features()).setOutputCol("v");
    Dataset<Row> data = spark.dataset(TABLE, 2);
    SparkRidgeFit fit =
        SparkRidgeCv.on(ridgeline)
            .fit(SparkTable.of(assembler.transform(data), "y0").featureVector("v"));
    PipelineModel pipeline =
        new Pipeline()
            .setStages(new PipelineStage[] {assembler, fit.transformer().setFeaturesCol("v")})
            .fit(data);
    String path = folder.resolve("pipeline").toString();
    pipeline.write().overwrite().save(path);
    double[] expected = fit.model().predict(TABLE.xs());
    double[] actual =
        PipelineModel.load(path).transform(data).select("prediction").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .toArray();
    assertThat(actual).containsExactly(expected, within(1e-10));
    assertThat(Arrays.stream(actual).distinct().count()).isGreaterThan(200);
    assertThat(new RidgeModel(new LinearModel(new double[] {1, 2}, 3)).model().features())
        .isEqualTo(2);
  }
}
