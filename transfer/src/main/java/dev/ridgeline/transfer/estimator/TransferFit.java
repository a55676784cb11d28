// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A target fitted from every source model with every target penalty, for all of its responses. Each
 * response has its own choices ({@link ResponseFit}), and the chosen fits together are one {@link
 * LinearModel}. Immutable, and safe for use by several threads.
 */
public final class TransferFit {
  private final SourceModels sources;
  private final LambdaGrid targetPenalties;
  private final Design design;
  private final List<ResponseFit> responses;

  TransferFit(
      Ridgeline ridgeline,
      SourceModels sources,
      Sample target,
      Design design,
      Criterion criterion,
      HeldOut heldOut,
      LambdaGrid targetPenalties,
      RunControl control) {
    this.sources = sources;
    this.targetPenalties = targetPenalties;
    this.design = design;
    this.responses = new ArrayList<>();
    for (int t = 0; t < sources.responses(); t++) {
      responses.add(
          new ResponseFit(
              ridgeline, sources, target, design, criterion, heldOut, t, targetPenalties, control));
    }
  }

  /**
   * Number of responses.
   *
   * @return T
   */
  public int responses() {
    return responses.size();
  }

  /**
   * The fits of one response.
   *
   * @param response from 0
   * @return every pair of penalties, and the choices
   */
  public ResponseFit response(int response) {
    return responses.get(response);
  }

  /**
   * The fits of the only response.
   *
   * @return every pair of penalties, and the choices
   * @throws IllegalStateException when there are several
   */
  public ResponseFit only() {
    if (responses.size() != 1) {
      throw new IllegalStateException(
          "several responses: ask response(t): responses=" + responses.size());
    }
    return responses.getFirst();
  }

  /**
   * The recommended models of all responses.
   *
   * @return one model in the units of the table
   */
  public LinearModel model() {
    return model(ResponseFit::recommended);
  }

  /**
   * One model of all responses.
   *
   * @param choice of every response
   * @return the model in the units of the table
   */
  public LinearModel model(Function<ResponseFit, ResponseFit.Choice> choice) {
    int p = sources.features();
    int t = responses.size();
    double[] b = new double[MatrixBatch.size(p, t, 1)];
    double[] intercepts = new double[t];
    for (int c = 0; c < t; c++) {
      ResponseFit fit = responses.get(c);
      double[] all = fit.coefficients(choice.apply(fit));
      System.arraycopy(all, 0, b, c * p, p);
      intercepts[c] = all[p];
    }
    return new LinearModel(Matrix.ofColumnMajor(b, p, t), intercepts);
  }

  /**
   * The loss of each prior at its own best target penalty, for every response.
   *
   * @return L x T mean squared errors on rows held out
   */
  public Matrix losses() {
    int l = sources.size();
    double[] all = new double[MatrixBatch.size(l, responses.size(), 1)];
    for (int t = 0; t < responses.size(); t++) {
      System.arraycopy(responses.get(t).losses(), 0, all, t * l, l);
    }
    return Matrix.ofColumnMajor(all, l, responses.size());
  }

  /**
   * The source models.
   *
   * @return as they were given or fitted
   */
  public SourceModels sources() {
    return sources;
  }

  /**
   * The target penalties.
   *
   * @return the grid of the call; an automatic one as it was resolved
   */
  public LambdaGrid targetPenalties() {
    return targetPenalties;
  }

  /** Where an automatic grid of the sources has optima: of each source, and of the target. */
  IntStream bestSourcePenalties() {
    int each = sources.penalties().size();
    return responses.stream().mapToInt(fit -> fit.transferOptimal().prior() % each);
  }

  /** Where an automatic grid of the target has optima: of the best pair, and of scratch. */
  IntStream bestTargetPenalties() {
    return responses.stream()
        .flatMapToInt(
            fit -> IntStream.of(fit.transferOptimal().targetIndex(), fit.scratch().targetIndex()));
  }

  /**
   * The target, prepared and decomposed.
   *
   * @return the design that this fit computes with: do not close it
   */
  public Design design() {
    return design;
  }

  @Override
  public String toString() {
    return "TransferFit["
        + responses.size()
        + " responses, "
        + sources.size()
        + " source models, "
        + targetPenalties.size()
        + " target penalties]";
  }
}
