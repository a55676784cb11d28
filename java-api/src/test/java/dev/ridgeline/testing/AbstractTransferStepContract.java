// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.TransferStep;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The L2-SP step with its risk, fused or composed, against its definition. */
public abstract class AbstractTransferStepContract extends AbstractContract {
  private static final int COUNT = 3;
  private static final int PRIORS = 5;

  /** For subclasses. */
  protected AbstractTransferStepContract() {}

  /** The data of a few targets. */
  private static final class Targets {
    final Dense[] x = new Dense[COUNT];
    final Dense[] y = new Dense[COUNT];
    final Dense[] prior = new Dense[COUNT];
    final Dense[] truth = new Dense[COUNT];
    final Dense[] sigma = new Dense[COUNT];

    Targets(RandomMatrices matrices, int n, int p, String sigmas) {
      for (int k = 0; k < COUNT; k++) {
        x[k] = matrices.gaussian(n, p);
        truth[k] = matrices.gaussian(p, 1);
        y[k] = x[k].times(truth[k]).plus(matrices.gaussian(n, 1));
        prior[k] = matrices.gaussian(p, PRIORS);
        sigma[k] =
            switch (sigmas) {
              case "identity" -> null;
              case "diagonal" -> matrices.gaussian(p, 1).map(Math::exp);
              default -> matrices.symmetric(RandomMatrices.geometric(p, 20));
            };
      }
    }

    Dense fullSigma(int k) {
      int p = truth[k].rows();
      return sigma[k] == null
          ? Dense.identity(p)
          : sigma[k].columns() == 1 ? Dense.diagonal(sigma[k].data()) : sigma[k];
    }

    /**
     * Compares with brute force. Errors are not relative to the risk: a fit may come near the truth
     * by chance. They are relative to the square of what adds up to a fit's error (prior, step,
     * truth), and to the forms r'A^-1 r of the residuals, from which a risk can be had without the
     * fit; and they grow with the condition of the system A.
     */
    void check(String what, int k, Dense priors, double mu, Dense risk) {
      Dense sigmaK = fullSigma(k);
      Dense expected = Oracle.transferRisk(x[k], y[k], priors, truth[k], sigmaK, mu);
      Dense fit = Oracle.transferFit(x[k], y[k], priors, mu);
      boolean dual = x[k].rows() <= x[k].columns();
      Dense design = dual ? x[k].transpose() : x[k];
      Dense system = design.transpose().times(design).shifted(mu);
      double inverse = Oracle.inverse(system).norm1();
      double condition = system.norm1() * inverse;
      Dense scale =
          Dense.of(
              priors.columns(),
              1,
              (l, one) -> {
                Dense own = priors.columns(l, 1);
                double length =
                    own.norm1() + truth[k].norm1() + fit.columns(l, 1).minus(own).norm1();
                double residual =
                    y[k].minusProduct(x[k], own).norm1()
                        + y[k].minusProduct(x[k], truth[k]).norm1();
                return condition
                    * sigmaK.norm1()
                    * (length * length + inverse * residual * residual);
              });
      Residuals.check(what, Residuals.elements(risk, expected, scale));
    }
  }

  @ParameterizedTest(name = "n = {0}, p = {1}, Sigma {2}")
  @CsvSource({
    "1, 1, identity", "1, 4, identity", "5, 17, identity", "17, 17, identity",
    "31, 9, identity", "4, 1, identity", "20, 64, identity", "1, 4, diagonal",
    "5, 17, diagonal", "17, 17, diagonal", "31, 9, diagonal", "1, 4, dense",
    "5, 17, dense", "17, 17, dense", "31, 9, dense", "33, 8, dense",
  })
  void agreesWithBruteForce(int n, int p, String sigmas, RandomGenerator random) {
    Targets targets = new Targets(new RandomMatrices(random), n, p, sigmas);
    for (Transpose trans : Transpose.values()) {
      Dense[] stored = targets.x.clone();
      if (trans == Transpose.YES) {
        Arrays.setAll(stored, k -> targets.x[k].transpose());
      }
      for (double mu : new double[] {1e-3, 0.1, 1, 30, 1e5}) {
        GuardedBlock risk = output(PRIORS, 1, COUNT);
        Info info =
            backend.transferRisk(
                new TransferStep(
                    trans,
                    input(stored).block(),
                    input(targets.y).block(),
                    input(targets.prior).block(),
                    input(targets.truth).block(),
                    targets.sigma[0] == null ? null : input(targets.sigma).block(),
                    mu,
                    risk.block()));
        assertSuccess(info, COUNT);
        for (int k = 0; k < COUNT; k++) {
          targets.check(
              "mu=%s %s item %d".formatted(mu, trans, k), k, targets.prior[k], mu, risk.item(k));
        }
      }
    }
  }

  @ParameterizedTest(name = "n = {0}, p = {1}, Sigma {2}")
  @CsvSource({"5, 17, identity", "31, 9, identity", "5, 17, diagonal", "9, 9, dense"})
  void sharesWhatTargetsHaveInCommon(int n, int p, String sigmas, RandomGenerator random) {
    Targets targets = new Targets(new RandomMatrices(random), n, p, sigmas);
    Arrays.fill(targets.truth, targets.truth[0]);
    Arrays.fill(targets.sigma, targets.sigma[0]);
    Dense prior = targets.prior[0];
    GuardedBlock risk = output(PRIORS, 1, COUNT);
    Info info =
        backend.transferRisk(
            new TransferStep(
                Transpose.NO,
                input(targets.x).block(),
                input(targets.y).block(),
                shared(COUNT, prior).block(),
                shared(COUNT, targets.truth[0]).block(),
                targets.sigma[0] == null ? null : shared(COUNT, targets.sigma[0]).block(),
                0.7,
                risk.block()));
    assertSuccess(info, COUNT);
    for (int k = 0; k < COUNT; k++) {
      targets.check("item " + k, k, prior, 0.7, risk.item(k));
    }
  }

  @Test
  void keepsAPerfectPrior(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int[] shape : new int[][] {{4, 9}, {9, 4}}) {
      Dense x = matrices.integers(shape[0], shape[1], 9);
      Dense truth = matrices.integers(shape[1], 1, 9);
      GuardedBlock risk = output(1, 1, 1);
      backend.transferRisk(
          new TransferStep(
              Transpose.NO,
              input(x).block(),
              input(x.times(truth)).block(),
              input(truth).block(),
              input(truth).block(),
              null,
              2,
              risk.block()));
      assertExact("risk", risk.item(0), Dense.column(0));
    }
  }

  @Test
  void reportsASingularTarget(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    // primal: the third feature is 0, so the third minor of X'X + 0 I is not positive
    Dense good = matrices.gaussian(9, 4);
    Dense bad = Dense.of(9, 4, (i, j) -> j == 2 ? 0 : good.get(i, j));
    Dense y = matrices.gaussian(9, 1);
    Dense prior = matrices.gaussian(4, 2);
    Dense truth = matrices.gaussian(4, 1);
    GuardedBlock risk = output(2, 1, 3);
    Info info =
        backend.transferRisk(
            new TransferStep(
                Transpose.NO,
                input(good, bad, good).block(),
                shared(3, y).block(),
                shared(3, prior).block(),
                shared(3, truth).block(),
                null,
                0,
                risk.block()));
    assertThat(info.values()).containsExactly(0, 3, 0);
    assertAllNan("risk of the singular target", risk.item(1));
    assertThat(risk.item(0).data()).doesNotContain(Double.NaN);
    assertSameBits("the others", risk.item(2), risk.item(0));
  }

  @ParameterizedTest(name = "n = {0}, p = {1}, L = {2}, count = {3}")
  @CsvSource({"3, 5, 0, 2", "5, 3, 0, 2", "3, 5, 2, 0", "0, 4, 2, 2"})
  void acceptsEmptyDimensions(int n, int p, int priors, int count, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense prior = matrices.integers(p, priors, 9);
    Dense truth = matrices.integers(p, 1, 9);
    GuardedBlock risk = output(priors, 1, count);
    Info info =
        backend.transferRisk(
            new TransferStep(
                Transpose.NO,
                shared(count, matrices.gaussian(n, p)).block(),
                shared(count, matrices.gaussian(n, 1)).block(),
                shared(count, prior).block(),
                shared(count, truth).block(),
                null,
                0.5,
                risk.block()));
    assertSuccess(info, count);
    if (n == 0) {
      // no data: the prior stays
      Dense error = Dense.of(p, priors, (i, l) -> prior.get(i, l) - truth.get(i, 0));
      Dense square = error.transpose().times(error);
      assertExact(
          "risk of the prior", risk.item(1), Dense.of(priors, 1, (l, one) -> square.get(l, l)));
    }
  }

  @Test
  void givesAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int[] shape : new int[][] {{5, 17}, {17, 5}}) {
      Dense[] x = new Dense[7];
      Dense[] y = new Dense[7];
      Arrays.setAll(x, k -> matrices.gaussian(shape[0], shape[1]));
      Arrays.setAll(y, k -> matrices.gaussian(shape[0], 1));
      Dense prior = matrices.gaussian(shape[1], 6);
      Dense truth = matrices.gaussian(shape[1], 1);
      Dense diagonal = matrices.gaussian(shape[1], 1).map(Math::abs);
      for (Dense sigma : new Dense[] {null, diagonal}) {
        assertBatchInvariant(
            items -> {
              GuardedBlock risk = output(6, 1, items.length);
              backend.transferRisk(
                  new TransferStep(
                      Transpose.NO,
                      input(pick(x, items)).block(),
                      input(pick(y, items)).block(),
                      shared(items.length, prior).block(),
                      shared(items.length, truth).block(),
                      sigma == null ? null : shared(items.length, sigma).block(),
                      0.3,
                      risk.block()));
              return items(risk);
            });
      }
    }
  }
}
