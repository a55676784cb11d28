// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.transfer.average.Calibration;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.estimator.Verdict;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.EnumMap;
import java.util.Map;

/** One problem: what the library chooses and claims, and what is true. */
final class Trial {
  private final ResponseFit fit;
  private final Task task;
  private final double best;
  private final Map<Choice, Double> risks = new EnumMap<>(Choice.class);
  private final Map<Choice, Double> ratios = new EnumMap<>(Choice.class);
  private final Map<Choice, Claim> losses = new EnumMap<>(Choice.class);

  private Trial(ResponseFit fit, Task task) {
    this.fit = fit;
    this.task = task;
    this.best = Hindsight.best(fit, task);
  }

  static Outcome run(Ridgeline ridgeline, Problem problem) {
    Penalties penalties = problem.penalties();
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(penalties.source())
            .targetPenalties(penalties.target())
            .preparation(problem.preparation())
            .source(problem.source())
            .target(problem.target())
            .fit()
            .only();
    return new Trial(fit, problem.task()).outcome(problem.seed());
  }

  private Outcome outcome(long seed) {
    add(Choice.SCRATCH, fit.scratch());
    add(Choice.SOURCE_OPTIMAL, fit.sourceOptimal().orElseThrow());
    add(Choice.RESCALED, fit.rescaled());
    add(Choice.PAIR, fit.transferOptimal());
    add(Choice.AVERAGE, fit.averaged());
    copy(
        fit.transferOptimal().loss() < fit.scratch().loss() ? Choice.PAIR : Choice.SCRATCH,
        Choice.BETTER);
    Verdict verdict = fit.verdict();
    copy(fit.transfers() ? Choice.AVERAGE : Choice.SCRATCH, Choice.ADVISED);
    Interval gain = verdict.gain();
    return new Outcome(
        seed,
        fit.rows(),
        task.noise(),
        task.variance(),
        risks,
        best,
        ratios,
        verdict.decision(),
        verdict.probability(),
        new Claim(
            false,
            risks.get(Choice.SCRATCH) - risks.get(Choice.SOURCE_OPTIMAL),
            verdict.median(),
            gain.stretched(verdict.median(), 1 / Calibration.GAIN),
            gain),
        losses);
  }

  private void add(Choice name, ResponseFit.Choice choice) {
    addRisk(name, choice);
    double truth = risks.get(name) + task.sigma() * task.sigma();
    Interval widened = choice.interval();
    double loss = choice.loss();
    Interval raw =
        new Interval(
            loss * Math.pow(widened.low() / loss, 1 / Calibration.LOSS),
            loss * Math.pow(widened.high() / loss, 1 / Calibration.LOSS));
    losses.put(name, new Claim(true, truth, loss, raw, widened));
  }

  private void addRisk(Choice name, ResponseFit.Choice choice) {
    LinearModel model = fit.model(choice);
    double[] b = model.coefficients();
    risks.put(name, task.excess(b, model.intercept()));
    ratios.put(name, task.excess(b) / best);
  }

  private void copy(Choice from, Choice to) {
    risks.put(to, risks.get(from));
    ratios.put(to, ratios.get(from));
  }
}
