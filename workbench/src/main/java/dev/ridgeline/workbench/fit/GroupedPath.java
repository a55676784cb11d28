// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupRidge;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Start;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code path --group-by}: a ridge of every group of rows. */
final class GroupedPath {
  /** Arrays of the size of a group that a thread holds, half as much again each. */
  private static final double ARRAYS = 4.5;

  /** Matrices of the order of the features that the pooled fit holds at once. */
  private static final double MATRICES = 6;

  /** Groups whose sums are added up in one matrix. */
  private static final double GROUPS_OF_SUMS = 512;

  /** Numbers of a model beside its coefficients. */
  private static final double NUMBERS = 5;

  /** A number in the result, and its text, which stands in memory twice. */
  private static final double BYTES_OF_RESULT = 8 + 2 * 21;

  private static final String LEAVE_ONE_OUT = "leave-one-out";
  private static final String CROSS_VALIDATION = "generalised cross-validation";

  private final RunOptions options;
  private final TableArguments arguments;
  private final GroupByOptions groupBy;
  private final List<String> notes = new ArrayList<>();

  GroupedPath(RunOptions options, TableArguments arguments, GroupByOptions groupBy) {
    this.options = options;
    this.arguments = arguments;
    this.groupBy = groupBy;
  }

  Integer run(TableSource source) {
    requireOneWay();
    groupBy.format().requireWriter();
    Columns columns = arguments.columns(source, null, groupBy.keys());
    GroupPlan plan = GroupPlan.of(source, columns, arguments.memory());
    if (options.dryRun()) {
      plan.tell(options);
      return options.printPlan();
    }
    return plan.inPasses() ? fitInPasses(plan) : fitInMemory(source, columns);
  }

  private Integer fitInPasses(GroupPlan plan) {
    Start.require(plan.flops(arguments.penalties().size()));
    StreamedTable streamed = plan.streamed();
    List<String> features = streamed.features();
    Preparation preparation = preparation(features);
    Matrix prior = prior(features);
    return FolderRun.executeProblem(
        options,
        false,
        (run, session) -> {
          run.warn(plan.sentence());
          Ridgeline ridgeline = session.get(run.backend());
          StreamedGroups groups =
              run.timed(
                  "sums",
                  "MB",
                  control -> StreamedGroups.read(streamed, ridgeline, arguments.memory(), control));
          notes.addAll(streamed.notes());
          GroupRidge ridge = ridge(ridgeline, preparation, prior).criterion(Criterion.gcv());
          GroupFits fits = run.timed("fit", "groups", control -> ridge.fit(groups.sums(), control));
          write(run, fits, groups.names(), features, CROSS_VALIDATION);
        });
  }

  private Integer fitInMemory(TableSource source, Columns columns) {
    Table table = columns.read(source, source, true, notes);
    Expansion expansion = arguments.expansion(table, columns.inputs());
    long size = expansion.size(columns.inputs());
    requireMemory(table, size, 1, 1);
    List<String> features = expansion.names(columns.inputs());
    Preparation preparation = preparation(features);
    Matrix prior = prior(features);
    TableGroups groups = TableGroups.of(table, columns, expansion);
    requireMemory(table, size, groups.groups(), groups.largest());
    options.work(
        Flops.ofFit(
            table.rows(),
            features.size(),
            columns.responses().size(),
            arguments.penalties().size()));
    return FolderRun.executeProblem(
        options,
        false,
        (run, session) -> {
          GroupRidge ridge = ridge(session.get(run.backend()), preparation, prior);
          GroupFits fits = run.timed("fit", "groups", control -> ridge.fit(groups, control));
          write(run, fits, groups.names(), features, LEAVE_ONE_OUT);
        });
  }

  private Preparation preparation(List<String> features) {
    Preparation preparation = arguments.preparation(features);
    if (preparation.unpenalised().length > 0) {
      throw new BadInputException(
          "--group-by",
          String.join(",", groupBy.keys()),
          "penalties above 0 for every feature: no --unpenalised, no factor of 0");
    }
    return preparation;
  }

  private void write(
      Run run, GroupFits fits, GroupNames groups, List<String> features, String loss) {
    GroupResults results =
        new GroupResults(
            fits,
            groups,
            features,
            arguments.responses(),
            Labels.of(arguments.scale()),
            groupBy.pools() ? "evidence" : loss,
            loss,
            notes.stream().map(PathCommand::sentence).toList());
    run.timed(
        "report",
        () -> {
          run.note("route", run.backend() + "/groups");
          run.note("scale", Labels.of(arguments.scale()));
          run.note("grid", fits.lambdas().values());
          results.write(run, groupBy.format());
          run.write("path.json", results.json());
          if (arguments.report()) {
            results.report(run);
          }
        });
    results.findings().forEach(run::finding);
    results.warnings().forEach(run::warn);
  }

  /**
   * Refuses what would run out of memory: features that are made, what every thread has of one
   * group, sums within groups, models, and their file while it is written.
   */
  private void requireMemory(Table table, long features, int groups, int largest) {
    double p = (double) features;
    double needed =
        8 * (double) table.rows() * Math.max(p, columnsOf(table))
            + 8 * options.global().threads() * (2 * p * p + ARRAYS * p * largest)
            + 8 * p * p * (MATRICES + Math.ceil(groups / GROUPS_OF_SUMS))
            + groups * bytesOfModels(arguments.responses().size(), p);
    Columns.requireMemory(
        table.source(),
        String.format(
            Locale.ROOT,
            "%,d rows of %,d features%s",
            table.rows(),
            features,
            groups == 1 ? "" : String.format(Locale.ROOT, " in %,d groups", groups)),
        needed,
        arguments.memory());
  }

  /** Bytes of the models of a group, and of their text. */
  static double bytesOfModels(double responses, double features) {
    return responses * (features + NUMBERS) * BYTES_OF_RESULT;
  }

  private static double columnsOf(Table table) {
    return (double) table.names().size();
  }

  private void requireOneWay() {
    if (groupBy.pools() && groupBy.prior() != null) {
      throw new BadInputException("--pool", "--prior " + groupBy.prior(), "one of the two");
    }
    if (groupBy.pools() && groupBy.sharesPenalty()) {
      throw new BadInputException(
          "--pool", "--share-penalty", "one of the two: --pool shares its penalty already");
    }
  }

  private GroupRidge ridge(Ridgeline ridgeline, Preparation preparation, Matrix prior) {
    GroupRidge ridge =
        GroupRidge.on(ridgeline).penalties(arguments.penalties()).preparation(preparation);
    ridge = groupBy.sharesPenalty() ? ridge.sharingPenalty() : ridge;
    ridge = groupBy.pools() ? ridge.pooled() : ridge;
    return prior == null ? ridge : ridge.prior(prior);
  }

  /** The prior of every response: p x T. */
  private Matrix prior(List<String> features) {
    if (groupBy.prior() == null) {
      return null;
    }
    List<String> responses = arguments.responses();
    if (!PriorFile.isModel(groupBy.prior().toString())) {
      PriorFile file = PriorFile.read(groupBy.prior(), arguments.format());
      return file.on(features, notes, responses);
    }
    ModelFile model = ModelFile.read("--prior", groupBy.prior());
    if (!model.expansion().isIdentity()) {
      throw new BadInputException(
          "--prior",
          groupBy.prior(),
          "a model of columns as they are: this one preprocesses, encodes, fills or expands");
    }
    double[] prior = new double[features.size() * responses.size()];
    for (int r = 0; r < responses.size(); r++) {
      PriorFile file = PriorFile.of(groupBy.prior(), model, responses.get(r));
      double[] own = file.on(features, r == 0 ? notes : new ArrayList<>()).column(0);
      System.arraycopy(own, 0, prior, r * own.length, own.length);
    }
    return Matrix.ofColumnMajor(prior, features.size(), responses.size());
  }
}
