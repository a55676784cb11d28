// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.predictions;

import java.io.Serializable;

/**
 * What one seed gave, all as squared distances |b - w|^2.
 *
 * @param negative of the source to its target, per penalty
 * @param rescaled of the rescaled source to its target
 * @param matrix of targets with the matrix penalty, per alignment
 * @param matrixTheory their expectations given the designs
 * @param isotropic of targets with the L2-SP penalty, per alignment
 * @param isotropicTheory their expectations given the designs
 * @param fixed after every chain at its best fixed penalty
 * @param schedule after every chain on its best schedule
 * @param atOwn of targets from the source-optimal source, per number of target rows
 * @param atBest of targets from the transfer-optimal source, per number of target rows
 */
public record PredictionsResult(
    double[] negative,
    double rescaled,
    double[] matrix,
    double[] matrixTheory,
    double[] isotropic,
    double[] isotropicTheory,
    double[] fixed,
    double[] schedule,
    double[] atOwn,
    double[] atBest)
    implements Serializable {}
