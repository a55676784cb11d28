// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.backends;

import dev.ridgeline.BackendProbe;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.Start;
import dev.ridgeline.workbench.cli.Subcommand;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One line for every backend: whether it can run here, or why not and what would help. */
@Command(
    name = "backends",
    description = "List the backends and which one auto takes.",
    footerHeading = "%nExamples:%n",
    footer = {"  ridgeline backends"})
public final class BackendsCommand implements Subcommand {
  @Spec private CommandSpec spec;

  /** Made by the service loader. */
  public BackendsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (BackendProbe probe : Ridgeline.probes()) {
      out.println(probe + (probe.automatic() ? " [auto takes this one]" : ""));
    }
    out.println(Start.explanation(System.getenv()));
    out.flush();
    return ExitCode.DONE;
  }
}
