// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.workbench.cli.Grid;
import java.io.Serializable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A covariance as the command line writes it: {@code isotropic} or {@code power-law:ALPHA}.
 *
 * @param alpha exponent of the power law, &gt; 0; 0 is the isotropic covariance
 */
public record CovarianceKind(double alpha) implements Serializable {
  /** The identity. */
  public static final CovarianceKind ISOTROPIC = new CovarianceKind(0);

  /** Steeper ones leave one direction and rounding. */
  private static final double STEEPEST = 50;

  private static final String POWER_LAW = "power-law:";

  /**
   * Whether it is the identity.
   *
   * @return true for {@code isotropic}
   */
  public boolean isIsotropic() {
    return alpha == 0;
  }

  /**
   * The matrix.
   *
   * @param p dimension
   * @return the covariance, of trace p
   */
  public Covariance of(int p) {
    return isIsotropic() ? Covariance.isotropic(p) : Covariance.powerLaw(p, alpha);
  }

  /** As typed, with the exponent as a double. */
  @Override
  public String toString() {
    return isIsotropic() ? "isotropic" : POWER_LAW + alpha;
  }

  /**
   * Reads one covariance.
   *
   * @param text as typed
   * @return the covariance
   * @throws TypeConversionException saying what is accepted
   */
  public static CovarianceKind parse(String text) {
    if (text.equals("isotropic")) {
      return ISOTROPIC;
    }
    if (text.startsWith(POWER_LAW)) {
      Grid alpha = Grid.parse(text.substring(POWER_LAW.length()));
      if (alpha.size() == 1 && alpha.get(0) > 0 && alpha.get(0) <= STEEPEST) {
        return new CovarianceKind(alpha.get(0));
      }
    }
    throw accepted();
  }

  private static TypeConversionException accepted() {
    return new TypeConversionException(
        "isotropic or power-law:ALPHA with ALPHA > 0 and at most " + STEEPEST);
  }

  /** Reads {@code --covariance}. */
  public static final class Converter implements ITypeConverter<CovarianceKind> {
    /** Made by picocli. */
    public Converter() {}

    @Override
    public CovarianceKind convert(String text) {
      return parse(text);
    }
  }
}
