// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The study of weight decay on MNIST (figures 3 and 4 of the paper). */
@Command(
    name = "mnist",
    versionProvider = Version.class,
    description = "MNIST: digits 0, 3, 6, 8, 9 to 1, 2, 4, 5, 7.")
final class MnistCommand implements Callable<Integer> {
  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Override
  public Integer call() {
    return WeightDecayStudy.execute(DataSet.MNIST, "mnist", "MNIST", run, options);
  }
}
