// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.EnumMap;
import java.util.Map;

/** One problem: what the library chooses and claims, and what is true. */
final class Trial {
  private Trial() {}

  static Outcome run(Ridgeline ridgeline, Problem problem) {
    Penalties penalties = problem.penalties().on(ridgeline, problem);
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(penalties.source())
            .targetPenalties(penalties.target())
            .preparation(problem.preparation())
            .source(problem.source())
            .target(problem.target())
            .fit()
            .only();
    Task task = problem.task();
    ResponseFit.Choice scratch = fit.scratch();
    ResponseFit.Choice own = fit.sourceOptimal().orElseThrow();
    ResponseFit.Choice pair = fit.transferOptimal();
    Map<Choice, Double> risks = new EnumMap<>(Choice.class);
    risks.put(Choice.SCRATCH, risk(fit, scratch, task));
    risks.put(Choice.SOURCE_OPTIMAL, risk(fit, own, task));
    risks.put(Choice.RESCALED, risk(fit, fit.rescaled(), task));
    risks.put(Choice.PAIR, risk(fit, pair, task));
    risks.put(
        Choice.BETTER, risks.get(pair.loss() < scratch.loss() ? Choice.PAIR : Choice.SCRATCH));
    risks.put(Choice.RECOMMENDED, risk(fit, fit.recommended(), task));
    TransferAdvice advice = TransferAdvice.of(fit);
    double noise = task.sigma() * task.sigma();
    Map<Choice, Claim> losses = new EnumMap<>(Choice.class);
    Map.of(Choice.SCRATCH, scratch, Choice.SOURCE_OPTIMAL, own, Choice.PAIR, pair)
        .forEach(
            (name, choice) ->
                losses.put(
                    name,
                    new Claim(
                        true,
                        risks.get(name) + noise,
                        choice.loss(),
                        choice.interval(),
                        choice.interval())));
    return new Outcome(
        problem.seed(),
        fit.rows(),
        task.noise(),
        task.variance(),
        Hindsight.best(fit, task),
        risks,
        advice.transfer() ? Outcome.Decision.TRANSFER : Outcome.Decision.SCRATCH,
        Double.NaN,
        new Claim(
            false,
            risks.get(Choice.SCRATCH) - risks.get(Choice.PAIR),
            (advice.gain().low() + advice.gain().high()) / 2,
            advice.gain(),
            advice.gain()),
        losses);
  }

  private static double risk(ResponseFit fit, ResponseFit.Choice choice, Task task) {
    LinearModel model = fit.model(choice);
    return task.excess(model.coefficients(), model.intercept());
  }
}
