// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The study of weight decay on CIFAR-10 (figures 3 and 4 of the paper). */
@Command(
    name = "cifar10",
    versionProvider = Version.class,
    description = "CIFAR-10: animals to vehicles and a horse.")
final class Cifar10Command implements Callable<Integer> {
  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Override
  public Integer call() {
    return WeightDecayStudy.execute(DataSet.CIFAR10, "cifar10", "CIFAR-10", run, options);
  }
}
