// SPDX-License-Identifier: Apache-2.0

package example;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.transfer.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which penalty to train the source with, whether to transfer, and the model. */
public final class ChooseThePenalty {
  private ChooseThePenalty() {}

  public static void main(String[] args) throws IOException {
    Sample source = Tables.draw(2, 60, 1.0, 2.0);
    Sample target = Tables.draw(3, 20, 0.7, 0.3);
    Sample later = Tables.draw(4, 500, 0.7, 0.3);

    try (Ridgeline ridgeline = Ridgeline.open()) {
      TransferFit fit =
          TransferRidge.on(ridgeline)
              .sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 50))
              .targetPenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 25))
              .source(source)
              .target(target)
              .fit();

      ResponseFit choices = fit.only();
      TransferAdvice advice = TransferAdvice.of(choices);
      System.out.println(advice.sentence(choices));
      advice.warnings().forEach(warning -> System.out.println("Note: " + warning + "."));
      report("average", choices, choices.averaged(), later);
      report("from scratch", choices, choices.scratch(), later);
      report("source-optimal", choices, choices.sourceOptimal().orElseThrow(), later);
      report("transfer-optimal", choices, choices.transferOptimal(), later);
      report("rescaled", choices, choices.rescaled(), later);

      Path file = Files.createTempFile("model", ".json");
      fit.model().save(file);
      double[] predicted = LinearModel.load(file).predict(later.x());
      System.out.println("predicted " + predicted.length + " rows from a model on disk");
      Files.delete(file);
    }
  }

  private static void report(
      String name, ResponseFit fit, ResponseFit.Choice choice, Sample later) {
    System.out.printf(
        "%-17s leave-one-out %7.3f [%7.3f, %7.3f], on 500 later rows %7.3f%n",
        name,
        choice.loss(),
        choice.interval().low(),
        choice.interval().high(),
        fit.model(choice).meanSquaredError(later));
  }
}
