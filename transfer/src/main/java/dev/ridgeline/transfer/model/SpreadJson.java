// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the spreads of a model. */
final class SpreadJson {
  private SpreadJson() {}

  static void write(JsonGenerator json, List<PredictionSpread> spreads) throws IOException {
    json.writeArrayFieldStart("spreads");
    for (PredictionSpread spread : spreads) {
      json.writeStartObject();
      json.writeNumberField("noise", spread.noise());
      json.writeNumberField("degrees", spread.degrees());
      json.writeArrayFieldStart("factors");
      for (double[] factor : spread.factors()) {
        json.writeArray(factor, 0, factor.length);
      }
      json.writeEndArray();
      write(json, "offsets", spread.offsets());
      if (spread.diagonal() != null) {
        write(json, "diagonal", spread.diagonal());
        write(json, "center", spread.center());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String field, double[] values) throws IOException {
    json.writeFieldName(field);
    json.writeArray(values, 0, values.length);
  }

  /** Reads the objects of a list whose start has been read. */
  static List<PredictionSpread> read(JsonParser json) throws IOException {
    List<PredictionSpread> spreads = new ArrayList<>();
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      ModelJson.require(at == JsonToken.START_OBJECT, "its spreads are not objects");
      spreads.add(one(json));
    }
    return spreads;
  }

  private static PredictionSpread one(JsonParser json) throws IOException {
    double noise = Double.NaN;
    double degrees = Double.NaN;
    List<double[]> factors = new ArrayList<>();
    double[] offsets = new double[0];
    double[] diagonal = null;
    double[] center = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "noise" -> noise = ModelJson.number(json, "noise");
        case "degrees" -> degrees = ModelJson.number(json, "degrees");
        case "offsets" -> offsets = numbers(json, field);
        case "diagonal" -> diagonal = numbers(json, field);
        case "center" -> center = numbers(json, field);
        case "factors" -> {
          ModelJson.requireArray(json, field);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            factors.add(numbers(json, field));
          }
        }
        default -> json.skipChildren();
      }
    }
    try {
      return new PredictionSpread(
          noise, degrees, factors.toArray(double[][]::new), offsets, diagonal, center);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("not a model: " + refused.getMessage(), refused);
    }
  }

  private static double[] numbers(JsonParser json, String field) throws IOException {
    ModelJson.requireArray(json, field);
    return ModelJson.numbers(json, json.nextToken(), field);
  }
}
