// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.average.WeightedValues;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.choice.Indistinguishable;
import dev.ridgeline.transfer.choice.SharedSourcePenalty;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.estimator.Solution;
import dev.ridgeline.transfer.estimator.SourceModels;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code transfer} found, as its files tell it.
 *
 * @param scale of all penalties
 * @param criterion by which losses are judged, in words
 * @param targets one per target table
 * @param priors names of the models, where they were trained elsewhere
 * @param notes of the input, a clause each
 */
record TransferResult(
    LambdaScale scale,
    String criterion,
    List<Target> targets,
    List<String> priors,
    List<String> notes) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One target.
   *
   * @param split its name and samples
   * @param fit every pair of penalties
   * @param exact optima between grid points
   * @param advice what to do
   * @param filters implicit regularisation; empty without a source table
   */
  record Target(
      TargetRows split,
      ResponseFit fit,
      ExactOptima exact,
      TransferAdvice advice,
      List<FilterComparison> filters) {
    /** What rows held out say comes first: nothing was chosen on them. */
    String sentence() {
      return heldOut() + advice.sentence(fit);
    }

    private String heldOut() {
      if (split.test() == null) {
        return "";
      }
      return "On "
          + split.test().rows()
          + " rows held out the mean squared error is, by the average "
          + Figures.of(testLoss(fit.averaged()))
          + ", training from scratch "
          + Figures.of(testLoss(fit.scratch()))
          + fit.sourceOptimal()
              .map(own -> ", the source-optimal model " + Figures.of(testLoss(own)))
              .orElse("")
          + ". ";
    }

    Choice choice(ChoiceOption choice) {
      return switch (choice) {
        case RECOMMENDED -> fit.recommended();
        case AVERAGE -> fit.averaged();
        case SCRATCH -> fit.scratch();
        case SOURCE_OPTIMAL -> fit.sourceOptimal().orElseThrow();
        case TRANSFER_OPTIMAL -> fit.transferOptimal();
        case RESCALED -> fit.rescaled();
      };
    }

    LinearModel model(ChoiceOption choice) {
      Choice kept = choice(choice);
      return fit.model(kept).withSpreads(List.of(fit.spread(kept)));
    }

    String route() {
      return fit.solution(fit.recommended()).route().toString();
    }

    /** The choices under the names that files give them. */
    Map<String, Choice> choices() {
      Map<String, Choice> choices = new LinkedHashMap<>();
      choices.put("average", fit.averaged());
      choices.put("scratch", fit.scratch());
      fit.sourceOptimal().ifPresent(own -> choices.put("source_optimal", own));
      choices.put("transfer_optimal", fit.transferOptimal());
      choices.put("rescaled", fit.rescaled());
      return choices;
    }

    /** The rows that are also rows of a source, by their numbers in the file; empty for none. */
    Optional<String> sharedRows() {
      return Optional.of(fit.sharedRows().sentence(row -> split.rows()[row] + 1))
          .filter(sentence -> !sentence.isEmpty());
    }

    /** What to doubt, with the rows of the file where the advice has those of the sample. */
    List<String> warnings() {
      String generic = fit.sharedRows().sentence();
      return advice.warnings().stream()
          .map(warning -> warning.equals(generic) ? sharedRows().orElse(warning) : warning)
          .toList();
    }

    /** Mean squared error on rows that were not fitted; NaN without any. */
    double testLoss(Choice choice) {
      return split.test() == null ? Double.NaN : fit.model(choice).meanSquaredError(split.test());
    }
  }

  static TransferResult of(
      LambdaScale scale,
      String criterion,
      List<TargetRows> splits,
      List<ResponseFit> fits,
      List<String> features,
      List<String> priors,
      List<String> notes) {
    List<Target> targets = new ArrayList<>();
    for (int t = 0; t < fits.size(); t++) {
      ResponseFit fit = fits.get(t);
      targets.add(
          new Target(
              splits.get(t),
              fit,
              ExactOptima.of(fit),
              TransferAdvice.of(fit, features),
              fit.sources().hasRows() ? FilterComparison.of(fit) : List.of()));
    }
    return new TransferResult(scale, criterion, targets, priors, List.copyOf(notes));
  }

  /** One penalty for several targets, by every rule; empty for a single target. */
  Map<String, SharedSourcePenalty> shared() {
    if (targets.size() == 1) {
      return Map.of();
    }
    List<ResponseFit> fits = targets.stream().map(Target::fit).toList();
    double[] equal = new double[fits.size()];
    Arrays.fill(equal, 1);
    Map<String, SharedSourcePenalty> shared = new LinkedHashMap<>();
    shared.put("posterior_mean", SharedSourcePenalty.posteriorMean(fits, equal));
    shared.put("weighted_mean", SharedSourcePenalty.weightedMean(fits, equal));
    shared.put("minimax_regret", SharedSourcePenalty.minimaxRegret(fits));
    return shared;
  }

  String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scale", Labels.of(scale));
    json.put("criterion", criterion);
    if (targets.size() == 1) {
      json.putAll(numbers(targets.getFirst()));
    } else {
      SourceModels sources = targets.getFirst().fit().sources();
      json.put("targets", targets.stream().map(this::numbers).toList());
      shared()
          .forEach(
              (rule, choice) -> {
                json.put("lambda_source_" + rule, number(choice.lambdaSource()));
                if (sources.fits().size() > 1) {
                  json.put("source_" + rule, sources.source(choice.prior()) + 1);
                }
                json.put("regrets_" + rule, choice.regrets());
              });
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> numbers(Target target) {
    ResponseFit fit = target.fit();
    ExactOptima exact = target.exact();
    TransferAdvice advice = target.advice();
    Optional<Choice> own = fit.sourceOptimal();
    Choice best = fit.transferOptimal();
    Choice scratch = fit.scratch();
    Choice rescaled = fit.rescaled();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("target", target.split().name());
    json.put("decision", advice.decision().toString());
    json.put("probability_transfer_better", number(advice.probability()));
    json.put("transfer", advice.transfer());
    json.put("recommendation", target.sentence());
    if (target.split().test() != null) {
      target
          .choices()
          .forEach(
              (name, choice) -> json.put("test_loss_" + name, number(target.testLoss(choice))));
      json.put("test_rows", target.split().test().rows());
    }
    if (fit.sources().fits().size() > 1) {
      json.put("source", best.source() + 1);
    }
    if (priors.size() > 1) {
      json.put("prior", priors.get(best.prior()));
    }
    json.put("lambda_source_optimal", own.map(o -> number(o.lambdaSource())).orElse(null));
    json.put("lambda_source_optimal_exact", number(exact.lambdaSourceOptimal()));
    json.put(
        "lambda_source_optimal_interval",
        own.filter(o -> fit.sources().hasRows())
            .map(o -> pair(Indistinguishable.of(fit.sources().fits().get(o.source()), 0)))
            .orElse(null));
    json.put("lambda_transfer_optimal", number(best.lambdaSource()));
    json.put("lambda_transfer_optimal_exact", number(exact.lambdaTransferOptimal()));
    json.put("lambda_transfer_optimal_interval", pair(fit.indistinguishable()));
    json.put("lambda_target", number(best.lambdaTarget()));
    json.put("lambda_target_exact", number(exact.lambdaTarget()));
    json.put("lambda_target_interval", pair(fit.indistinguishableTarget()));
    json.put("loss_scratch", number(scratch.loss()));
    json.put("loss_scratch_exact", number(exact.lossScratch()));
    json.put("loss_scratch_interval", pair(scratch.interval()));
    json.put("loss_source_optimal", own.map(o -> number(o.loss())).orElse(null));
    json.put("loss_source_optimal_exact", number(exact.lossSourceOptimal()));
    json.put("loss_source_optimal_interval", own.map(o -> pair(o.interval())).orElse(null));
    json.put("loss_transfer_optimal", number(best.loss()));
    json.put("loss_transfer_optimal_exact", number(exact.lossTransferOptimal()));
    json.put("loss_transfer_optimal_interval", pair(best.interval()));
    json.put("loss_rescaled", number(rescaled.loss()));
    json.put("loss_rescaled_interval", pair(rescaled.interval()));
    json.put("prior_scale", number(rescaled.scale()));
    Choice average = fit.averaged();
    json.put("loss_average", number(average.loss()));
    json.put("loss_average_interval", pair(average.interval()));
    json.put("lambda_source_posterior", quantiles(fit.lambdaSourcePosterior()));
    json.put("prior_scale_posterior", quantiles(fit.average().scale()));
    json.put("probability_source_of_no_use", number(fit.average().probabilityOfScratch()));
    json.put("gain_interval", pair(advice.gain()));
    json.put("factor", number(advice.factor()));
    json.put("factor_theory", number(advice.theoryFactor()));
    Optional<Alignment> alignment = advice.alignment().filter(Alignment::estimable);
    json.put("rho", alignment.map(a -> number(a.rho())).orElse(null));
    json.put(
        "rho_interval", alignment.map(a -> pair(new Interval(a.low(), a.high()))).orElse(null));
    Solution solution = fit.solution(fit.recommended());
    json.put("route", solution.route().toString());
    json.put("condition", number(solution.condition()));
    json.put("residual", number(solution.residual()));
    json.put("rows", target.split().fit().rows());
    json.put("features", target.split().fit().features());
    json.put("shared_rows", fit.sharedRows().count());
    List<String> warnings = new ArrayList<>(notes);
    warnings.addAll(target.warnings());
    json.put("warnings", warnings);
    return json;
  }

  /** The penalties that were tried, as automatic grids were resolved. */
  Map<String, Object> grids() {
    Map<String, Object> grids = new LinkedHashMap<>();
    LambdaGrid source = targets.getFirst().fit().sources().penalties();
    if (source != null) {
      grids.put("source", source.values());
    }
    grids.put("target", targets.stream().map(t -> t.fit().targetPenalties().values()).toList());
    return grids;
  }

  /** 5, 50 and 95 %; null where nothing is known. */
  private static double[] quantiles(WeightedValues posterior) {
    double[] values = {posterior.quantile(0.05), posterior.quantile(0.5), posterior.quantile(0.95)};
    return Arrays.stream(values).allMatch(Double::isFinite) ? values : null;
  }

  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static double[] pair(Interval interval) {
    return Double.isFinite(interval.low()) && Double.isFinite(interval.high())
        ? new double[] {interval.low(), interval.high()}
        : null;
  }

  String losses() {
    CsvFile csv =
        CsvFile.of(
            "target",
            "model",
            "lambda_source",
            "lambda_target",
            "prior_scale",
            "loss",
            "loss_low",
            "loss_high",
            "test_loss",
            "route",
            "condition",
            "residual");
    for (Target target : targets) {
      target
          .choices()
          .forEach(
              (name, choice) -> {
                Solution solution = target.fit().solution(choice);
                csv.row(
                    target.split().name(),
                    name,
                    choice.lambdaSource(),
                    choice.lambdaTarget(),
                    choice.fromScratch() ? Double.NaN : choice.scale(),
                    choice.loss(),
                    choice.interval().low(),
                    choice.interval().high(),
                    target.testLoss(choice),
                    solution.route().toString(),
                    Double.isFinite(solution.condition()) ? solution.condition() : Double.NaN,
                    Double.isFinite(solution.residual()) ? solution.residual() : Double.NaN);
              });
    }
    return csv.text();
  }

  String curves() {
    CsvFile csv =
        CsvFile.of(
            "target",
            "source",
            "lambda_source",
            "source_loss",
            "transfer_loss",
            "lambda_target",
            "scratch_loss");
    for (Target target : targets) {
      SourceModels sources = target.fit().sources();
      double[] losses = target.fit().losses();
      double scratch = target.fit().scratch().loss();
      for (int j = 0; j < sources.size(); j++) {
        csv.row(
            target.split().name(),
            sources.source(j) + 1,
            sources.lambda(j),
            sourceLoss(sources, j),
            losses[j],
            target.fit().lambdaTarget(j),
            scratch);
      }
    }
    return csv.text();
  }

  static double sourceLoss(SourceModels sources, int prior) {
    if (sources.fits().isEmpty()) {
      return Double.NaN;
    }
    double[] scores = sources.fits().get(sources.source(prior)).scores(0);
    return scores[prior % scores.length];
  }

  Optional<String> filters() {
    if (targets.getFirst().filters().isEmpty()) {
      return Optional.empty();
    }
    CsvFile csv =
        CsvFile.of(
            "target",
            "family",
            "parameter",
            "source_optimal",
            "transfer_optimal",
            "loss_source_optimal",
            "loss_transfer_optimal");
    for (Target target : targets) {
      for (FilterComparison row : target.filters()) {
        csv.row(
            target.split().name(),
            row.family(),
            row.parameter(),
            row.sourceOptimal(),
            row.transferOptimal(),
            row.lossSourceOptimal(),
            row.lossTransferOptimal());
      }
    }
    return Optional.of(csv.text());
  }
}
