// SPDX-License-Identifier: Apache-2.0

package example;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.transfer.estimator.LinearModel;
import dev.ridgeline.transfer.estimator.Sample;
import dev.ridgeline.transfer.estimator.TransferAdvice;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidgeCv;
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
          TransferRidgeCv.on(ridgeline)
              .sourcePenalties(LambdaGrid.logSpaced(1e-3, 1e3, 50, LambdaScale.MEAN))
              .targetPenalties(LambdaGrid.logSpaced(1e-3, 1e3, 25, LambdaScale.MEAN))
              .source(source)
              .fit(target);

      TransferAdvice advice = TransferAdvice.of(fit);
      System.out.println(advice.sentence(fit));
      advice.warnings().forEach(warning -> System.out.println("Note: " + warning + "."));
      report("from scratch", fit, fit.scratch(), later);
      report("source-optimal", fit, fit.sourceOptimal().orElseThrow(), later);
      report("transfer-optimal", fit, fit.transferOptimal(), later);
      report("rescaled", fit, fit.rescaled(), later);

      Path file = Files.createTempFile("model", ".json");
      fit.model(fit.recommended()).save(file);
      double[] predicted = LinearModel.load(file).predict(later.x());
      System.out.println("predicted " + predicted.length + " rows from a model on disk");
      Files.delete(file);
    }
  }

  private static void report(
      String name, TransferFit fit, TransferFit.Choice choice, Sample later) {
    System.out.printf(
        "%-17s leave-one-out %7.3f [%7.3f, %7.3f], on 500 later rows %7.3f%n",
        name,
        choice.loss(),
        choice.interval().low(),
        choice.interval().high(),
        fit.model(choice).meanSquaredError(later));
  }
}
