// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.model.Setting;
import java.io.Serializable;
import java.util.List;

/**
 * The factors of a benefit study.
 *
 * @param setting design
 * @param kinds source models compared
 * @param penalties grid that the optimal ones are taken from; its scale is that of {@code
 *     targetPenalty}
 * @param sourceNoises sigma0
 * @param targetSamples n1
 * @param targetNoises sigma1
 * @param rho alignments
 * @param targetPenalty lambda1
 */
public record BenefitDesign(
    Setting setting,
    List<SourcePenalty> kinds,
    LambdaGrid penalties,
    double[] sourceNoises,
    int[] targetSamples,
    double[] targetNoises,
    double[] rho,
    double targetPenalty)
    implements Serializable {

  /**
   * Number of combinations.
   *
   * @return cells of the table, for one seed
   */
  int size() {
    return kinds.size()
        * sourceNoises.length
        * targetSamples.length
        * targetNoises.length
        * rho.length;
  }

  /**
   * Where a combination lies in a result.
   *
   * @param kind index of the source model
   * @param sourceNoise index of sigma0
   * @param samples index of n1
   * @param targetNoise index of sigma1
   * @param alignment index of rho
   * @return position, rho fastest
   */
  public int index(int kind, int sourceNoise, int samples, int targetNoise, int alignment) {
    int at = kind * sourceNoises.length + sourceNoise;
    at = at * targetSamples.length + samples;
    at = at * targetNoises.length + targetNoise;
    return at * rho.length + alignment;
  }
}
