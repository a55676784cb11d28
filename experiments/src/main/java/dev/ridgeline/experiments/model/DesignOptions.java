// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.workbench.cli.Labels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a study draws its designs. */
@Command
public final class DesignOptions {
  /** How the designs come about. */
  public enum Kind {
    /** Every number of them is drawn. */
    DRAWN,
    /** Isotropic ones are not drawn: a reduced form with the same law is. */
    CHI
  }

  /** Not given is {@code drawn}, so that runs without the option are recorded as ever. */
  @Option(
      names = "--design",
      paramLabel = "NAME",
      converter = KindConverter.class,
      description =
          "drawn, or chi: isotropic only, draws what a reduction leaves of the designs, for any"
              + " dimension (default: drawn).")
  private Kind kind;

  /** Made by picocli. */
  public DesignOptions() {}

  /**
   * How the designs come about.
   *
   * @return drawn unless told
   */
  public Kind kind() {
    return kind == null ? Kind.DRAWN : kind;
  }

  /**
   * Whether no design is drawn.
   *
   * @return true for {@code chi}
   */
  public boolean isChi() {
    return kind() == Kind.CHI;
  }

  /** Reads {@code --design}. */
  static final class KindConverter extends Labels<Kind> {
    KindConverter() {
      super(Kind.class);
    }
  }
}
