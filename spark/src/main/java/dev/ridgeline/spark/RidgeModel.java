// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * A linear model as a stage of a Spark ML pipeline: adds the column {@code prediction}, or {@code
 * prediction_NAME} for each of several responses. Features are the columns that the model names, or
 * a vector column for a model without names. A row with a missing feature has no prediction.
 *
 * <p>Saved and loaded as stages of Spark are, alone or within a pipeline; the parameter {@code
 * modelJson} is the text of the file that {@link LinearModel#save} writes.
 */
public final class RidgeModel extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Of the stage. */
  private final String uid;

  /** See {@link #modelJson}. */
  private final Param<String> modelJson;

  /** See {@link #featuresCol}. */
  private final Param<String> featuresCol;

  /**
   * A stage.
   *
   * @param model with names of features, or for vectors in the column {@code features}
   */
  public RidgeModel(LinearModel model) {
    this(Identifiable$.MODULE$.randomUID("ridgeline"));
    set(modelJson, model.toJson());
    set(featuresCol, "features");
  }

  /**
   * A stage without a model, for whoever reads one.
   *
   * @param uid of the stage
   */
  public RidgeModel(String uid) {
    this.uid = uid;
    this.modelJson = new Param<>(uid, "modelJson", "the model, as the text of its file");
    this.featuresCol =
        new Param<>(uid, "featuresCol", "vectors, where the model names no features");
  }

  /**
   * The parameter that is the model.
   *
   * @return the text of its file
   */
  public Param<String> modelJson() {
    return modelJson;
  }

  /**
   * The parameter that names the column of vectors.
   *
   * @return a column, looked at where the model names no features
   */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /**
   * Takes vectors from another column, where the model names no features.
   *
   * @param column of vectors
   * @return this
   */
  public RidgeModel setFeaturesCol(String column) {
    set(featuresCol, column);
    return this;
  }

  /**
   * The model.
   *
   * @return coefficients, intercepts and names
   */
  public LinearModel model() {
    return LinearModel.ofJson(getOrDefault(modelJson));
  }

  private String vector() {
    return getOrDefault(featuresCol);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public RidgeModel copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  private static List<String> predictions(LinearModel model) {
    if (model.responses() == 1) {
      return List.of("prediction");
    }
    List<String> names = model.responseNames();
    return IntStream.range(0, model.responses())
        .mapToObj(c -> "prediction_" + (names.isEmpty() ? c : names.get(c)))
        .toList();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    LinearModel model = model();
    List<String> there = Arrays.asList(schema.fieldNames());
    for (String name : model.names().isEmpty() ? List.of(vector()) : model.names()) {
      if (!there.contains(name)) {
        throw new BadInputException("the model needs a column '" + name + "', which is not there");
      }
    }
    List<StructField> fields = new ArrayList<>(Arrays.asList(schema.fields()));
    for (String name : predictions(model)) {
      if (there.contains(name)) {
        throw new BadInputException("column '" + name + "' is there already: rename or drop it");
      }
      fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, true));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    LinearModel model = model();
    Dataset<Row> rows = data.toDF();
    Column features =
        model.names().isEmpty()
            ? functions.vector_to_array(rows.col(vector()), "float64")
            : org.apache.spark.sql.functions.array(
                model.names().stream()
                    .map(name -> rows.col("`" + name.replace("`", "``") + "`"))
                    .map(column -> column.cast(DataTypes.DoubleType))
                    .toArray(Column[]::new));
    List<String> names = predictions(model);
    Dataset<Row> with = rows;
    for (int c = 0; c < names.size(); c++) {
      UserDefinedFunction predict =
          org.apache.spark.sql.functions.udf(
              new Predict(model.response(c).coefficients(), model.intercepts()[c]),
              DataTypes.DoubleType);
      with = with.withColumn(names.get(c), predict.apply(features));
    }
    return with;
  }

  /**
   * One response of one row; null where a feature is missing.
   *
   * @param coefficients by feature
   * @param intercept of the response
   */
  private record Predict(double[] coefficients, double intercept)
      implements UDF1<Seq<Double>, Double> {
    @Override
    public Double call(Seq<Double> features) {
      if (features == null || features.length() != coefficients.length) {
        return null;
      }
      double sum = intercept;
      for (int j = 0; j < coefficients.length; j++) {
        Double value = features.apply(j);
        if (value == null) {
          return null;
        }
        sum += coefficients[j] * value;
      }
      return sum;
    }
  }

  /**
   * Reads a saved stage.
   *
   * @return a reader
   */
  public static MLReader<RidgeModel> read() {
    return new DefaultParamsReader<>();
  }

  /**
   * Reads a saved stage.
   *
   * @param path as it was saved to
   * @return the stage
   */
  public static RidgeModel load(String path) {
    return read().load(path);
  }
}
