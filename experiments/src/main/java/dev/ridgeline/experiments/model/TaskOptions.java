// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.LambdaScale;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.ScaleConverter;
import dev.ridgeline.workbench.random.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What all linear studies are told about their tasks. The defaults are those of the published phase
 * transition; a study with others names them in a {@link StudyDefaults}.
 */
@Command
public final class TaskOptions {
  private static final int MOST_SEEDS = 1_000_000;

  @Option(
      names = "--gamma",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "2.0",
      description = "Aspect ratio dimension / source rows (default: ${DEFAULT-VALUE}).")
  private Grid gamma;

  @Option(
      names = "--covariance",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "isotropic",
      converter = CovarianceKind.Converter.class,
      description = "isotropic or power-law:ALPHA, a list (default: ${DEFAULT-VALUE}).")
  private List<CovarianceKind> covariance;

  @Option(
      names = "--dimension",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "500",
      description = "Number of coefficients (default: ${DEFAULT-VALUE}).")
  private Grid dimension;

  @Option(
      names = "--target-samples",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "50",
      description = "Rows of a target sample (default: ${DEFAULT-VALUE}).")
  private Grid targetSamples;

  @Option(
      names = "--source-noise",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "1.0",
      description = "Standard deviation of the source noise (default: ${DEFAULT-VALUE}).")
  private Grid sourceNoise;

  @Option(
      names = "--target-noise",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "0.1",
      description = "Standard deviation of the target noise (default: ${DEFAULT-VALUE}).")
  private Grid targetNoise;

  @Option(
      names = "--target-penalty",
      paramLabel = "LAMBDA",
      defaultValue = "0.1",
      converter = Numbers.NonNegative.class,
      description = "Penalty of the target, on --scale (default: ${DEFAULT-VALUE}).")
  private double targetPenalty;

  @Option(
      names = "--rho",
      paramLabel = "GRID",
      converter = Grid.Converter.class,
      defaultValue = "0.5:1.5:21",
      description = "Task alignment, w1 = rho w0 (default: ${DEFAULT-VALUE}).")
  private Grid rho;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10",
      converter = Numbers.Count.class,
      description = "How many seeds (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "42",
      converter = Numbers.Whole.class,
      description = "The first of them; the others follow (default: ${DEFAULT-VALUE}).")
  private long firstSeed;

  @Option(
      names = "--rng",
      paramLabel = "NAME",
      defaultValue = "default",
      converter = Rng.Converter.class,
      description = "default, or numpy-legacy for the published draws (default: ${DEFAULT-VALUE}).")
  private Rng rng;

  @Option(
      names = "--scale",
      paramLabel = "NAME",
      defaultValue = "mean",
      converter = ScaleConverter.class,
      description =
          "Scale of all penalties: mean (times the rows) or sum (default: ${DEFAULT-VALUE}).")
  private LambdaScale scale;

  @Option(names = "--no-report", description = "Leave report.html out.")
  private boolean noReport;

  /** Made by picocli. */
  public TaskOptions() {}

  /** Every combination of dimension, aspect ratio and covariance, the last one fastest. */
  private List<Setting> settings(DesignOptions.Kind design) {
    gamma.requireAbove("--gamma", 0);
    requireDistinct("--gamma", gamma.toString(), boxed(gamma.values()));
    requireDistinct("--covariance", covarianceText(), covariance);
    int[] dimensions = dimension.requireCounts("--dimension");
    requireDistinct("--dimension", dimension.toString(), boxed(dimension.values()));
    List<Setting> settings = new ArrayList<>();
    for (int p : dimensions) {
      for (double g : gamma.values()) {
        for (CovarianceKind kind : covariance) {
          settings.add(checked(new Setting(g, kind, p), design));
        }
      }
    }
    return settings;
  }

  private Setting checked(Setting setting, DesignOptions.Kind design) {
    int n0 = setting.sourceSamples();
    if (n0 < 1) {
      throw new BadInputException(
          "--gamma",
          setting.gamma(),
          "at most --dimension (" + setting.dimension() + "), so that a source row is left");
    }
    if (design == DesignOptions.Kind.DRAWN) {
      requireFits("--gamma", setting.gamma(), n0, setting.dimension());
    } else if (!setting.covariance().isIsotropic()) {
      throw new BadInputException(
          "--covariance", setting.covariance(), "isotropic with --design chi");
    } else if (rng != Rng.DEFAULT) {
      throw new BadInputException("--rng", rng, Rng.DEFAULT + " with --design chi");
    }
    return setting;
  }

  private static void requireFits(String option, Object value, long rows, long columns) {
    if (rows * columns > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          option,
          value,
          "designs of at most "
              + (Integer.MAX_VALUE - 8)
              + " numbers, this one has "
              + rows
              + " x "
              + columns);
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static void requireDistinct(String option, Object value, List<?> values) {
    if (new LinkedHashSet<>(values).size() < values.size()) {
      throw new BadInputException(option, value, "values that differ from each other");
    }
  }

  /**
   * Every combination of aspect ratio and covariance at one dimension.
   *
   * @return settings in the order gamma, covariance, as given
   */
  public List<Setting> settingsOfOneDimension() {
    single("--dimension", dimension);
    return settings(DesignOptions.Kind.DRAWN);
  }

  /**
   * Every combination of dimension and aspect ratio under one covariance.
   *
   * @param design drawn ones must fit into an array
   * @return settings in the order dimension, gamma, as given
   */
  public List<Setting> settingsOfOneCovariance(DesignOptions.Kind design) {
    requireOneCovariance();
    return settings(design);
  }

  private String covarianceText() {
    return covariance.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private void requireOneCovariance() {
    if (covariance.size() != 1) {
      throw new BadInputException("--covariance", covarianceText(), "one covariance");
    }
  }

  /**
   * The only setting of a study that takes one.
   *
   * @param design a drawn one must fit into an array
   * @return the setting
   */
  public Setting setting(DesignOptions.Kind design) {
    single("--gamma", gamma);
    single("--dimension", dimension);
    requireOneCovariance();
    return settings(design).getFirst();
  }

  /**
   * The only number of target rows.
   *
   * @param design drawn ones must fit into an array
   * @return n1
   */
  public int targetRows(DesignOptions.Kind design) {
    single("--target-samples", targetSamples);
    return targetRowCounts(design)[0];
  }

  /**
   * Numbers of target rows.
   *
   * @param design drawn ones must fit into an array, of chi numbers their reduced form
   * @return n1, each at least 1
   */
  public int[] targetRowCounts(DesignOptions.Kind design) {
    int[] counts = targetSamples.requireCounts("--target-samples");
    for (int n1 : counts) {
      for (double p : dimension.values()) {
        if (design == DesignOptions.Kind.DRAWN) {
          requireFits("--target-samples", n1, (long) n1 * rho.size(), (long) p);
        } else {
          requireFits("--target-samples", n1, n1, 2L * n1);
        }
      }
    }
    return counts;
  }

  /**
   * The only source noise.
   *
   * @return sigma0
   */
  public double sourceDeviation() {
    return single("--source-noise", sourceNoise.requireAtLeast("--source-noise", 0));
  }

  /**
   * Source noises.
   *
   * @return sigma0, each at least 0
   */
  public double[] sourceDeviations() {
    return sourceNoise.requireAtLeast("--source-noise", 0).values();
  }

  /**
   * The only target noise.
   *
   * @return sigma1
   */
  public double targetDeviation() {
    return single("--target-noise", targetNoise.requireAtLeast("--target-noise", 0));
  }

  /**
   * Target noises.
   *
   * @return sigma1, each at least 0
   */
  public double[] targetDeviations() {
    return targetNoise.requireAtLeast("--target-noise", 0).values();
  }

  /**
   * The target penalty.
   *
   * @return lambda1 on {@link #scale()}; positive where a target has as many rows as coefficients
   *     or more, since without a penalty every source serves it equally there
   */
  public double targetPenalty() {
    for (double n1 : targetSamples.values()) {
      for (double p : dimension.values()) {
        if (targetPenalty == 0 && n1 >= p) {
          throw new BadInputException(
              "--target-penalty",
              targetPenalty,
              "more than 0 where --target-samples >= --dimension");
        }
      }
    }
    return targetPenalty;
  }

  /**
   * The target penalty as the theory takes it.
   *
   * @param rows n1
   * @return lambda1 on the mean-loss scale
   */
  public double meanTargetPenalty(int rows) {
    return meanPenalty(scale(), targetPenalty, rows);
  }

  /**
   * A penalty as the theory takes it.
   *
   * @param scale what it is measured in
   * @param lambda the penalty
   * @param rows of the sample it belongs to
   * @return the same penalty on the mean-loss scale
   */
  public static double meanPenalty(LambdaScale scale, double lambda, int rows) {
    return LambdaScale.MEAN.fromNormalEquations(scale.toNormalEquations(lambda, rows), rows);
  }

  /**
   * Alignments.
   *
   * @return rho, in the order given
   */
  public double[] alignments() {
    return rho.values();
  }

  /**
   * The only alignment.
   *
   * @return rho
   */
  public double alignment() {
    return single("--rho", rho);
  }

  /**
   * The numbers to seed.
   *
   * @return first, first + 1, ..
   */
  public long[] seeds() {
    return SeedRange.of(rng, firstSeed, seeds, MOST_SEEDS);
  }

  /**
   * The generator.
   *
   * @return which
   */
  public Rng rng() {
    return rng;
  }

  /**
   * What all penalties are measured in.
   *
   * @return the scale
   */
  public LambdaScale scale() {
    return scale;
  }

  /**
   * Whether report.html is wanted.
   *
   * @return false with {@code --no-report}
   */
  public boolean wantsReport() {
    return !noReport;
  }

  private static double single(String option, Grid grid) {
    if (grid.size() != 1) {
      throw new BadInputException(option, grid, "one value");
    }
    return grid.get(0);
  }
}
