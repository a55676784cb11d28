// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Route;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.choice.Indistinguishable;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code path} found, as its files tell it.
 *
 * @param fit of all responses
 * @param responses their names
 * @param features names of the features
 * @param scale of all penalties
 * @param judged by what, in words
 * @param notes of the input, a sentence each
 * @param spreads standard deviations of the features; null where rows are gone
 * @param coefficients whether those of every penalty are kept
 * @param streamed whether the rows were read in passes: what needs one more is left out
 */
record PathResults(
    RidgeFit fit,
    List<String> responses,
    List<String> features,
    LambdaScale scale,
    String judged,
    List<String> notes,
    double[] spreads,
    boolean coefficients,
    boolean streamed) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A condition from where on the coefficients have fewer than about six digits. */
  private static final double ILL = 1e10;

  /** Responses that are told of one by one. */
  private static final int FEW = 5;

  LinearModel model() {
    return LinearModel.of(fit).named(features).withResponses(responses);
  }

  /** The routes of the chosen solutions. */
  String routes() {
    Set<String> routes = new LinkedHashSet<>();
    for (int t = 0; t < responses.size(); t++) {
      routes.add(fit.route(fit.best(t)).toString());
    }
    return String.join(", ", routes);
  }

  String scores() {
    CsvFile csv = CsvFile.of("response", "lambda", "loss", "degrees_of_freedom", "condition");
    for (int t = 0; t < responses.size(); t++) {
      double[] scores = fit.scores(t);
      for (int l = 0; l < scores.length; l++) {
        csv.row(
            responses.get(t),
            fit.lambdas().get(l),
            scores[l],
            fit.effectiveDegreesOfFreedom(l),
            fit.condition(l));
      }
    }
    return csv.text();
  }

  String coefficients(boolean all) {
    List<String> header = new ArrayList<>(List.of("response", "lambda", "intercept"));
    header.addAll(features);
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    for (int t = 0; t < responses.size(); t++) {
      if (!all) {
        row(csv, t, fit.lambda(t), fit.intercepts()[t], fit.coefficients());
        continue;
      }
      for (int l = 0; l < fit.lambdas().size(); l++) {
        row(csv, t, fit.lambdas().get(l), fit.intercepts(l)[t], fit.coefficients(l));
      }
    }
    return csv.text();
  }

  private void row(CsvFile csv, int response, double lambda, double intercept, Matrix b) {
    Object[] row = new Object[features.size() + 3];
    row[0] = responses.get(response);
    row[1] = lambda;
    row[2] = intercept;
    for (int j = 0; j < features.size(); j++) {
      row[j + 3] = b.get(j, response);
    }
    csv.row(row);
  }

  /** Whether leave-one-out judged, so that row errors say how sure a loss is. */
  boolean hasIntervals() {
    return !streamed && fit.criterion() instanceof Criterion.LeaveOneOut;
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scale", Labels.of(scale));
    json.put("criterion", judged);
    json.put("rows", fit.rows());
    json.put("features", fit.features());
    List<Object> chosen = new ArrayList<>();
    for (int t = 0; t < responses.size(); t++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("response", responses.get(t));
      one.put("lambda", fit.lambda(t));
      one.put("loss", fit.scores(t)[fit.best(t)]);
      one.put("loss_interval", interval(t));
      one.put("at_edge", fit.atEdge(t));
      chosen.add(one);
    }
    json.put("responses", chosen);
    json.put("warnings", warnings());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The interval of the loss of a response; null without one. */
  double[] interval(int response) {
    if (!hasIntervals()) {
      return null;
    }
    Interval loss = Indistinguishable.loss(fit, response);
    return Double.isFinite(loss.low()) ? new double[] {loss.low(), loss.high()} : null;
  }

  /** What may be wrong, a sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(notes);
    List<String> edges = new ArrayList<>();
    List<String> truncated = new ArrayList<>();
    List<String> ill = new ArrayList<>();
    for (int t = 0; t < responses.size(); t++) {
      int best = fit.best(t);
      if (fit.atEdge(t)) {
        edges.add(responses.get(t));
      }
      if (fit.route(best).method() == Route.Method.TRUNCATED_SPECTRUM) {
        truncated.add(responses.get(t));
      } else if (fit.condition(best) > ILL) {
        ill.add(responses.get(t));
      }
    }
    if (!edges.isEmpty()) {
      warnings.add(
          "The best penalty lies at the edge of the grid" + of(edges) + ": widen --penalties.");
    }
    if (!truncated.isEmpty()) {
      warnings.add(
          "Columns depend on each other"
              + of(truncated)
              + ": directions below rounding count as zero; leave columns out, or raise"
              + " --penalties.");
    }
    if (!ill.isEmpty()) {
      warnings.add(
          "The penalised equations are ill-conditioned"
              + of(ill)
              + ": coefficients have few digits; raise --penalties or try --standardize.");
    }
    return warnings;
  }

  private String of(List<String> some) {
    return responses.size() == 1
        ? ""
        : " of "
            + String.join(", ", some.subList(0, Math.min(FEW, some.size())))
            + (some.size() > FEW ? " and " + (some.size() - FEW) + " more" : "");
  }

  /** What was found, a sentence each. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (int t = 0; t < Math.min(FEW, responses.size()); t++) {
      findings.add(finding(t));
    }
    if (responses.size() > FEW) {
      findings.add("path.json has the other " + (responses.size() - FEW) + " responses.");
    }
    return findings;
  }

  private String finding(int response) {
    int best = fit.best(response);
    return (responses.size() == 1 ? "The" : responses.get(response) + ": the")
        + " best penalty is "
        + Figures.of(fit.lambda(response))
        + ": its "
        + judged
        + " mean squared error is "
        + Figures.of(fit.scores(response)[best])
        + ", and "
        + Figures.of(fit.effectiveDegreesOfFreedom(best))
        + " degrees of freedom are used.";
  }

  /** Whether coefficients of every penalty are there. */
  boolean hasCoefficients() {
    return coefficients;
  }

  boolean hasSpreads() {
    return spreads != null;
  }

  /** The standard deviation of a feature; 1 where it is not known. */
  double spread(int feature) {
    return spreads == null ? 1 : spreads[feature];
  }
}
