// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.testing.ChildJvm;
import dev.ridgeline.transfer.estimator.TransferRidge;
import java.nio.file.Path;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transfer sweep runs as a named module and from the class path, and finds its backend. */
class ModuleSystemTest {
  /** Compiled and run by the launcher of the child, in its unnamed module. */
  private static final String MAIN =
      """
      import dev.ridgeline.*;
      import dev.ridgeline.transfer.covariance.Covariance;
      import dev.ridgeline.transfer.estimator.*;

      class Main {
        public static void main(String[] args) {
          System.out.println("module " + TransferRidge.class.getModule().getName());
          double[][] x = {{1, 0}, {0, 1}, {1, 1}};
          double[] y = {1, 2, 3.5};
          LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 0.1, 1);
          try (Ridgeline ridgeline = Ridgeline.open()) {
            ResponseFit fit =
                TransferRidge.on(ridgeline)
                    .preparation(Preparation.DEFAULT.withoutIntercept())
                    .source(Sample.of(x, y))
                    .sourcePenalties(grid)
                    .targetPenalties(grid)
                    .target(Sample.of(x, y))
                    .fit()
                    .only();
            System.out.println(ridgeline.backend().name() + " " + !fit.recommended().fromScratch());
          }
          double[] dense = {2, 1, 1, 2};
          System.out.println("eigenvalues " + Covariance.dense(dense, 2).eigenvalues().length);
        }
      }
      """;

  private static final String PATH =
      ChildJvm.path(
          Ridgeline.class,
          TransferRidge.class,
          FastMath.class,
          BrentOptimizer.class,
          JsonFactory.class);

  @TempDir Path folder;

  private String run(String... options) throws Exception {
    return new ChildJvm(folder, MAIN).run(options);
  }

  @Test
  void onTheModulePathASweepFindsItsBackendThroughModuleDescriptors() throws Exception {
    assertThat(run("--module-path", PATH, "--add-modules", "dev.ridgeline.transfer"))
        .contains("module dev.ridgeline.transfer")
        .contains("reference true")
        .contains("eigenvalues 2");
  }

  @Test
  void onTheClassPathASweepFindsItsBackendThroughMetaInf() throws Exception {
    assertThat(run("--class-path", PATH))
        .contains("module null")
        .contains("reference true")
        .contains("eigenvalues 2");
  }
}
