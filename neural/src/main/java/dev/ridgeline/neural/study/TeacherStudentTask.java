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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
    TeacherStudentProblem problem, double[] rhos, int sourceEpochs, int transferEpochs)
    implements Serializable {

  private static final int TEST_ROWS = 2000;

  CellResult compute(NeuralCell cell) {
    long start = System.nanoTime();
    RandomStreams draws = new RandomStreams(cell.seed(), "teacher");
    Teacher teacher =
        Teacher.draw(draws.stream("teacher"), problem.dimension(), problem.teacherUnits());
    RandomStreams streams = new RandomStreams(cell.seed(), cell.scratch() ? "scratch" : "source");
    Draw test = draw(teacher, draws, "test", TEST_ROWS);
    Draw target = draw(teacher, draws, "target", problem.targetRows());
    try (Network student =
        new MlpArchitecture(problem.dimension(), List.of(problem.studentUnits()), 1).create()) {
      student.initialize(streams.initialization());
      double explained = Double.NaN;
      if (!cell.scratch()) {
        Draw source = draw(teacher, draws, "source", problem.sourceRows());
        Trainer.train(
            student,
            source.at(1, problem.sourceNoise()),
            TrainingPlan.of(sourceEpochs, problem.batch())
                .withRegularizer(Regularizer.weightDecay(cell.weightDecay())),
            streams);
        explained = explained(student, test.at(1, 0));
      }
      List<CellResult.Target> targets = new ArrayList<>();
      for (double rho : rhos) {
        Regression sample = target.at(rho, problem.targetNoise());
        Regression judge = test.at(rho, 0);
        targets.add(
            cell.scratch()
                ? fromScratch(student, streams, rho, sample, judge)
                : fineTuned(student, cell.seed(), rho, sample, judge));
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
    Tuned standard =
        tune(
            source,
            target,
            judge,
            anchored.withRegularizer(Regularizer.weightDecay(NeuralTask.TARGET_PENALTY)),
            streams);
    Tuned pulled =
        tune(
            source,
            target,
            judge,
            anchored.withRegularizer(Regularizer.l2sp(NeuralTask.TARGET_PENALTY)),
            streams);
    return new CellResult.Target(
        rho,
        standard.explained(),
        Double.NaN,
        pulled.explained(),
        Double.NaN,
        standard.distances(),
        pulled.distances());
  }

  private record Tuned(double explained, double[] distances) {}

  private static Tuned tune(
      Network source,
      Regression target,
      Regression judge,
      TrainingPlan plan,
      RandomStreams streams) {
    try (Network network = source.copy()) {
      TrainingResult result = Trainer.train(network, target, plan, streams);
      return new Tuned(explained(network, judge), result.distances());
    }
  }

  private static double explained(Network student, Regression judge) {
    double square = 0;
    for (float value : judge.values()) {
      square += (double) value * value;
    }
    return 100 * (1 - Evaluation.meanSquaredError(student, judge) * judge.size() / square);
  }

  /** Inputs, what the source's teacher makes of them, and noise of standard deviation 1. */
  private record Draw(DenseInputs inputs, double[] values, double[] noise) {
    Regression at(double rho, double deviation) {
      float[] noisy = new float[values.length];
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] = (float) (rho * values[i] + deviation * noise[i]);
      }
      return new Regression(inputs, noisy);
    }
  }

  /** The same for every rho. */
  private Draw draw(Teacher teacher, RandomStreams draws, String name, int rows) {
    ZigguratSampler.NormalizedGaussian normal =
        ZigguratSampler.NormalizedGaussian.of(draws.stream(name));
    float[] inputs = new float[Math.multiplyExact(rows, problem.dimension())];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) normal.sample();
    }
    double[] noise = normal.samples(rows).toArray();
    return new Draw(
        new DenseInputs(inputs, rows, problem.dimension()), teacher.values(inputs), noise);
  }
}
