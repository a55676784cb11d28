// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.transfer.average.ReferenceProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The average against a program in NumPy that shares nothing with it: {@code reference.py} beside
 * {@code reference.csv} made the file, and {@link ReferenceProblem} repeats its problems.
 */
class AverageReferenceTest {
  private static final String FILE = "/dev/ridgeline/transfer/average/reference.csv";
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e3, 29);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e4, 25);

  @Test
  void coefficientsAreThoseOfTheReferenceProgram() throws IOException {
    List<String> lines;
    try (BufferedReader from =
        new BufferedReader(
            new InputStreamReader(
                AverageReferenceTest.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      lines = from.lines().toList();
    }
    assertThat(lines).hasSize(50);
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).backend("reference").open()) {
      for (String line : lines) {
        String[] cells = line.split(",", -1);
        int seed = Integer.parseInt(cells[0]);
        ReferenceProblem problem = ReferenceProblem.of(seed);
        Preparation how =
            seed % 2 == 1 ? Preparation.DEFAULT : Preparation.DEFAULT.withoutIntercept();
        ResponseFit fit =
            TransferRidge.on(ridgeline)
                .sourcePenalties(SOURCE)
                .targetPenalties(TARGET)
                .preparation(how)
                .source(problem.source())
                .target(problem.target())
                .fit()
                .only();
        double[] b = fit.model(fit.averaged()).coefficients();
        double largest = 0;
        double gap = 0;
        for (int j = 0; j < b.length; j++) {
          double expected = Double.parseDouble(cells[j + 1]);
          largest = Math.max(largest, Math.abs(expected));
          gap = Math.max(gap, Math.abs(b[j] - expected));
        }
        assertThat(gap).as("problem %d", seed).isLessThanOrEqualTo(1e-8 * largest);
      }
    }
  }
}
