// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Eight rows of one column of eight matrices, side by side: the transpose of an 8 x 8 block in
 * registers, three rounds in which pairs of vectors swap halves of their lanes.
 *
 * <pre>
 * g  eight columns of eight elements, read
 * w  8 x 8, overwritten by the opposite numbers: two runs of four rows
 * </pre>
 *
 * <p>For vectors of eight lanes alone; others, and whatever does not come in eights, copy element
 * by element. Nothing is rounded.
 */
final class InterleavedPack {
  private static final int G = Interleaved.WIDTH;

  private InterleavedPack() {}

  private static final VectorShuffle<Double> SWAP1 = VectorShuffle.fromOp(SPECIES, l -> l ^ 1);
  private static final VectorShuffle<Double> SWAP2 = VectorShuffle.fromOp(SPECIES, l -> l ^ 2);
  private static final VectorShuffle<Double> SWAP4 = VectorShuffle.fromOp(SPECIES, l -> l ^ 4);
  private static final VectorMask<Double> UPPER1 = VectorMask.fromLong(SPECIES, 0xAA);
  private static final VectorMask<Double> UPPER2 = VectorMask.fromLong(SPECIES, 0xCC);
  private static final VectorMask<Double> UPPER4 = VectorMask.fromLong(SPECIES, 0xF0);

  /**
   * The block.
   *
   * @param g array of all matrices
   * @param at where each starts
   * @param shift from there to the first of eight rows
   * @param w receives the block
   * @param upper where its first four rows go; negative if they are not wanted
   * @param lower where its last four rows go
   */
  static void block(double[] g, int[] at, int shift, double[] w, int upper, int lower) {
    DoubleVector v0 = DoubleVector.fromArray(SPECIES, g, at[0] + shift).neg();
    DoubleVector v1 = DoubleVector.fromArray(SPECIES, g, at[1] + shift).neg();
    DoubleVector v2 = DoubleVector.fromArray(SPECIES, g, at[2] + shift).neg();
    DoubleVector v3 = DoubleVector.fromArray(SPECIES, g, at[3] + shift).neg();
    DoubleVector v4 = DoubleVector.fromArray(SPECIES, g, at[4] + shift).neg();
    DoubleVector v5 = DoubleVector.fromArray(SPECIES, g, at[5] + shift).neg();
    DoubleVector v6 = DoubleVector.fromArray(SPECIES, g, at[6] + shift).neg();
    DoubleVector v7 = DoubleVector.fromArray(SPECIES, g, at[7] + shift).neg();
    DoubleVector t10 = v0.rearrange(SWAP1);
    v0 = v0.blend(v1.rearrange(SWAP1), UPPER1);
    v1 = t10.blend(v1, UPPER1);
    DoubleVector t12 = v2.rearrange(SWAP1);
    v2 = v2.blend(v3.rearrange(SWAP1), UPPER1);
    v3 = t12.blend(v3, UPPER1);
    DoubleVector t14 = v4.rearrange(SWAP1);
    v4 = v4.blend(v5.rearrange(SWAP1), UPPER1);
    v5 = t14.blend(v5, UPPER1);
    DoubleVector t16 = v6.rearrange(SWAP1);
    v6 = v6.blend(v7.rearrange(SWAP1), UPPER1);
    v7 = t16.blend(v7, UPPER1);
    DoubleVector t20 = v0.rearrange(SWAP2);
    v0 = v0.blend(v2.rearrange(SWAP2), UPPER2);
    v2 = t20.blend(v2, UPPER2);
    DoubleVector t21 = v1.rearrange(SWAP2);
    v1 = v1.blend(v3.rearrange(SWAP2), UPPER2);
    v3 = t21.blend(v3, UPPER2);
    DoubleVector t24 = v4.rearrange(SWAP2);
    v4 = v4.blend(v6.rearrange(SWAP2), UPPER2);
    v6 = t24.blend(v6, UPPER2);
    DoubleVector t25 = v5.rearrange(SWAP2);
    v5 = v5.blend(v7.rearrange(SWAP2), UPPER2);
    v7 = t25.blend(v7, UPPER2);
    DoubleVector t40 = v0.rearrange(SWAP4);
    v0 = v0.blend(v4.rearrange(SWAP4), UPPER4);
    v4 = t40.blend(v4, UPPER4);
    DoubleVector t41 = v1.rearrange(SWAP4);
    v1 = v1.blend(v5.rearrange(SWAP4), UPPER4);
    v5 = t41.blend(v5, UPPER4);
    DoubleVector t42 = v2.rearrange(SWAP4);
    v2 = v2.blend(v6.rearrange(SWAP4), UPPER4);
    v6 = t42.blend(v6, UPPER4);
    DoubleVector t43 = v3.rearrange(SWAP4);
    v3 = v3.blend(v7.rearrange(SWAP4), UPPER4);
    v7 = t43.blend(v7, UPPER4);
    if (upper >= 0) {
      v0.intoArray(w, upper);
      v1.intoArray(w, upper + G);
      v2.intoArray(w, upper + 2 * G);
      v3.intoArray(w, upper + 3 * G);
    }
    v4.intoArray(w, lower);
    v5.intoArray(w, lower + G);
    v6.intoArray(w, lower + 2 * G);
    v7.intoArray(w, lower + 3 * G);
  }
}
