// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Chi and standard normal numbers in one stream, for the entries of a design that an orthogonal
 * reduction leaves. Two sources of one seed give the same bits. Belongs to one thread.
 */
public final class Chis {
  /** The protocol of {@link RowNormals} counts its arrays from 0 and never comes here. */
  private static final int ARRAY = -1;

  private final UniformRandomProvider stream;
  private final ZigguratSampler.NormalizedGaussian normals;

  /**
   * A source at its first number.
   *
   * @param seed any number
   */
  public Chis(long seed) {
    this.stream = new RowNormals(seed).stream(ARRAY, 0);
    this.normals = ZigguratSampler.NormalizedGaussian.of(stream);
  }

  /**
   * The length of a vector of independent standard normal numbers.
   *
   * @param degrees how many, at least 0
   * @return the next chi number; 0 for none
   */
  public double chi(int degrees) {
    if (degrees == 0) {
      return 0;
    }
    return Math.sqrt(
        AhrensDieterMarsagliaTsangGammaSampler.of(stream, 0.5 * degrees, 2.0).sample());
  }

  /**
   * A standard normal number.
   *
   * @return the next one
   */
  public double normal() {
    return normals.sample();
  }
}
