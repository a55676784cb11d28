// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.train.Anchor;
import dev.ridgeline.neural.train.Evaluation;
import dev.ridgeline.neural.train.RandomStreams;
import dev.ridgeline.neural.train.Regularizer;
import dev.ridgeline.neural.train.Trainer;
import dev.ridgeline.neural.train.TrainingPlan;
import dev.ridgeline.neural.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Computes the cells of a teacher-student study: a student learns noisy values of a teacher, and
 * copies of it are fine-tuned on a few values of rho times that teacher, for every rho.
 *
 * <p>A student is judged by the share of its teacher that it explains, in percent: {@code 100 (1 -
 * mean (student - teacher)^2 / mean teacher^2)} over inputs of its own, without noise; below 0 it
 * is worse than nothing. All strengths and all rho of a seed see the same draws. Safe for use by
 * many threads.
 *
 * @param problem sizes and noise
 * @param rhos alignments, none of them 0
 * @param sourceEpochs passes over the source sample
 * @param transferEpochs passes over the target sample
 */
record TeacherStudentTask(
    TeacherStudentProblem problem, double[] rhos, int sourceEpochs, int transferEpochs) {

  private static final int TEST_ROWS = 2000;

  CellResult compute(NeuralCell cell) {
    long start = System.nanoTime();
    RandomStreams draws = new RandomStreams(cell.seed(), "teacher");
    Teacher teacher =
        Teacher.draw(draws.stream("teacher"), problem.dimension(), problem.teacherUnits());
    RandomStreams streams = new RandomStreams(cell.seed(), cell.scratch() ? "scratch" : "source");
    Regression test = sample(teacher, draws, "test", TEST_ROWS, 1, 0);
    try (Network student =
        new MlpArchitecture(problem.dimension(), List.of(problem.studentUnits()), 1).create()) {
      student.initialize(streams.initialization());
      double explained = Double.NaN;
      if (!cell.scratch()) {
        Regression source =
            sample(teacher, draws, "source", problem.sourceRows(), 1, problem.sourceNoise());
        Trainer.train(
            student,
            source,
            TrainingPlan.of(sourceEpochs, problem.batch())
                .withRegularizer(Regularizer.weightDecay(cell.weightDecay())),
            streams);
        explained = explained(student, test);
      }
      List<CellResult.Target> targets = new ArrayList<>();
      for (double rho : rhos) {
        Regression target =
            sample(teacher, draws, "target", problem.targetRows(), rho, problem.targetNoise());
        Regression judge = sample(teacher, draws, "test", TEST_ROWS, rho, 0);
        targets.add(
            cell.scratch()
                ? fromScratch(student, streams, rho, target, judge)
                : fineTuned(student, cell.seed(), rho, target, judge));
      }
      return new CellResult(explained, Double.NaN, targets, (System.nanoTime() - start) * 1e-9);
    }
  }

  private TrainingPlan transferPlan() {
    return TrainingPlan.of(transferEpochs, problem.batch());
  }

  private CellResult.Target fromScratch(
      Network initial, RandomStreams streams, double rho, Regression target, Regression judge) {
    try (Network network = initial.copy()) {
      Trainer.train(
          network,
          target,
          transferPlan().withRegularizer(Regularizer.weightDecay(NeuralTask.TARGET_PENALTY)),
          streams);
      double[] none = new double[0];
      return new CellResult.Target(
          rho, explained(network, judge), Double.NaN, Double.NaN, Double.NaN, none, none);
    }
  }

  private CellResult.Target fineTuned(
      Network source, long seed, double rho, Regression target, Regression judge) {
    RandomStreams streams = new RandomStreams(seed, "transfer");
    TrainingPlan anchored = transferPlan().withAnchor(new Anchor(source, source.all()));
    try (Network standard = source.copy();
        Network pulled = source.copy()) {
      TrainingResult ofStandard =
          Trainer.train(
              standard,
              target,
              anchored.withRegularizer(Regularizer.weightDecay(NeuralTask.TARGET_PENALTY)),
              streams);
      TrainingResult ofPulled =
          Trainer.train(
              pulled,
              target,
              anchored.withRegularizer(Regularizer.l2sp(NeuralTask.TARGET_PENALTY)),
              streams);
      return new CellResult.Target(
          rho,
          explained(standard, judge),
          Double.NaN,
          explained(pulled, judge),
          Double.NaN,
          ofStandard.distances(),
          ofPulled.distances());
    }
  }

  private static double explained(Network student, Regression judge) {
    double square = 0;
    for (float value : judge.values()) {
      square += (double) value * value;
    }
    return 100 * (1 - Evaluation.meanSquaredError(student, judge) * judge.size() / square);
  }

  /** Inputs and noise depend on the name alone, so every rho sees the same ones. */
  private Regression sample(
      Teacher teacher, RandomStreams draws, String name, int rows, double rho, double noise) {
    UniformRandomProvider random = draws.stream(name);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    float[] inputs = new float[Math.multiplyExact(rows, problem.dimension())];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) normal.sample();
    }
    double[] values = teacher.values(inputs);
    float[] noisy = new float[rows];
    for (int i = 0; i < rows; i++) {
      noisy[i] = (float) (rho * values[i] + noise * normal.sample());
    }
    return new Regression(new DenseInputs(inputs, rows, problem.dimension()), noisy);
  }
}
