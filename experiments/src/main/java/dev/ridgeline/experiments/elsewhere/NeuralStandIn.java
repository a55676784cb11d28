// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.elsewhere;

import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.StandIn;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The studies on networks as the help lists them while their module is not built. */
@Command(
    name = "neural",
    customSynopsis = "ridgeline neural STUDY [options]",
    description = {
      "Weight decay at the source, accuracy at the target: networks on real data.",
      "",
      "Studies: mnist, cifar10, newsgroups, independence, quality-shift, regularizers,"
          + " teacher-student; fetch brings the data. ./ridgeline builds them on first use, for"
          + " which 200 MB of libraries are fetched; ridgeline neural STUDY --help then lists the"
          + " options."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline neural fetch --data data",
      "  ridgeline neural mnist --data data --profile quick --out out/mnist"
    })
public final class NeuralStandIn implements StandIn {
  @Unmatched private List<String> any = new ArrayList<>();

  /** Made by the service loader. */
  public NeuralStandIn() {}

  @Override
  public Integer call() {
    throw new RunFailedException(
        "neural "
            + String.join(" ", any)
            + " needs the module neural on the class path: start it by ./ridgeline, which builds"
            + " it");
  }
}
