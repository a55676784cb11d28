// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The study of weight decay on 20 Newsgroups (figures 3 and 4 of the paper). */
@Command(
    name = "newsgroups",
    versionProvider = Version.class,
    description =
        "20 Newsgroups: computers and science to recreation, politics, religion and sales.")
final class NewsgroupsCommand implements Callable<Integer> {
  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Override
  public Integer call() {
    return WeightDecayStudy.execute(
        DataSet.NEWSGROUPS, "newsgroups", "20 Newsgroups", run, options);
  }
}
