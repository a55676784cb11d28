// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;

/** The generators that {@code --rng} offers. */
public enum Rng {
  /** One stream for every row, so that rows can be drawn in any order: {@link RowNormals}. */
  DEFAULT("default") {
    @Override
    public NormalSource start(long seed) {
      return new RowNormals(seed);
    }
  },
  /** The numbers of NumPy's {@code RandomState}, which the published runs drew. */
  NUMPY_LEGACY("numpy-legacy") {
    @Override
    public NormalSource start(long seed) {
      return new NumpyLegacyNormals(seed);
    }
  };

  private final String label;

  Rng(String label) {
    this.label = label;
  }

  /**
   * A fresh source.
   *
   * @param seed the seed; for {@link #NUMPY_LEGACY} from 0 to 4294967295
   * @return a source at its first array
   */
  public abstract NormalSource start(long seed);

  /**
   * Refuses seeds that the generator does not have.
   *
   * @param option the option that gave the first seed, for the message
   * @param first the first seed
   * @param count how many seeds follow each other, the first included
   */
  public void requireSeeds(String option, long first, int count) {
    if (this == NUMPY_LEGACY && (first < 0 || first > NumpyLegacyNormals.MAX_SEED + 1 - count)) {
      throw new BadInputException(
          option, first, "seeds from 0 to " + NumpyLegacyNormals.MAX_SEED + " with " + this);
    }
  }

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return label;
  }

  /** Reads {@code --rng}. */
  public static final class Converter extends Labels<Rng> {
    /** Made by picocli. */
    public Converter() {
      super(Rng.class);
    }
  }
}
