// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupRidge;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.run.FolderRun;
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
    if (options.dryRun()) {
      options.plan(
          source.name()
              + " is read once into memory, and a ridge is fitted to every group of its rows.");
      if (source.replayable()) {
        TableSize size = TableSize.of(source, columns.selection());
        double bytes = 8 * size.rows() * (columns.numbers().size() + 1);
        options.plan(
            String.format(
                Locale.ROOT,
                "About %,.0f rows: %s of %s, read in about %.0f s.",
                size.rows(),
                WorkMemory.size(bytes),
                WorkMemory.size((double) arguments.memory()),
                Math.ceil(size.seconds())));
      }
      return options.printPlan();
    }
    Table table = columns.read(source, source, true, notes);
    Expansion expansion = arguments.expansion(table, columns.inputs());
    long size = expansion.size(columns.inputs());
    requireMemory(table, size, 1, 1);
    List<String> features = expansion.names(columns.inputs());
    Preparation preparation = arguments.preparation(features);
    if (preparation.unpenalised().length > 0) {
      throw new BadInputException(
          "--group-by",
          String.join(",", groupBy.keys()),
          "penalties above 0 for every feature: no --unpenalised, no factor of 0");
    }
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
          GroupResults results =
              new GroupResults(
                  fits,
                  groups,
                  features,
                  arguments.responses(),
                  Labels.of(arguments.scale()),
                  judged(),
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
        });
  }

  /**
   * Refuses what would run out of memory: features that are made, what every thread has of one
   * group, sums within groups, models, and their file while it is written.
   */
  private void requireMemory(Table table, long features, int groups, int largest) {
    double p = (double) features;
    double models = (double) groups * arguments.responses().size();
    double needed =
        8 * (double) table.rows() * Math.max(p, columnsOf(table))
            + 8 * options.global().threads() * (2 * p * p + ARRAYS * p * largest)
            + 8 * p * p * (MATRICES + Math.ceil(groups / GROUPS_OF_SUMS))
            + models * (p + NUMBERS) * BYTES_OF_RESULT;
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

  private String judged() {
    return groupBy.pools() ? "evidence" : "leave-one-out";
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
