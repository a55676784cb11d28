// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script by which a shell completes commands and options, as picocli makes it. */
@Command(
    name = "completion",
    description = "Print the script by which bash and zsh complete commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(ridgeline completion)",
      "  ridgeline completion > ~/.local/share/bash-completion/completions/ridgeline"
    })
final class CompletionCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
    return ExitCode.DONE;
  }
}
