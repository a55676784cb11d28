// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Main;
import dev.ridgeline.workbench.cli.Subcommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts the shards of a study together: the files are those of a run that was never divided. */
@Command(
    name = "merge",
    description = "Put the shards of a study together; same files as one run.",
    footerHeading = "%nExamples:%n",
    footer = {"  ridgeline merge out/phase-1 out/phase-2 --out out/phase"})
public final class MergeCommand implements Subcommand {
  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders of all shards of one run, in any order.")
  private List<Path> folders;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results: absent, empty, or see below.")
  private Path out;

  @Option(names = "--resume", description = "Go on with a merge that was interrupted.")
  private boolean resume;

  @Option(
      names = "--overwrite",
      description = "Replace the run that the folder holds; other files stay.")
  private boolean overwrite;

  @Option(
      names = "--json",
      description = "Print the manifest on standard output, and nothing else there.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final Supplier<CommandLine> studies;

  /** Made by the service loader. */
  public MergeCommand() {
    this(Main::commandLine);
  }

  MergeCommand(Supplier<CommandLine> studies) {
    this.studies = studies;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(Shards.read(folders).arguments());
    arguments.add("--out=" + out);
    for (Path folder : folders) {
      arguments.add(StudyOptions.MERGED + "=" + folder);
    }
    GlobalOptions global = GlobalOptions.of(spec);
    addIf(resume, "--resume", arguments);
    addIf(overwrite, "--overwrite", arguments);
    addIf(json, "--json", arguments);
    addIf(global.quiet(), "--quiet", arguments);
    addIf(global.verbose(), "--verbose", arguments);
    return studies
        .get()
        .setOut(spec.commandLine().getOut())
        .setErr(spec.commandLine().getErr())
        .execute(arguments.toArray(String[]::new));
  }

  private static void addIf(boolean given, String option, List<String> arguments) {
    if (given) {
      arguments.add(option);
    }
  }
}
