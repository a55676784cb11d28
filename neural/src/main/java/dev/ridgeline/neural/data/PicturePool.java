// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

/**
 * Pictures as bytes, made into numbers when they are asked for: a quarter of the memory.
 *
 * @param pictures all of them
 * @param scaling how bytes become numbers
 * @param classes how many classes there are
 */
record PicturePool(LabelledImages pictures, PixelScaling scaling, int classes) implements Pool {
  @Override
  public int size() {
    return pictures.count();
  }

  @Override
  public Examples select(int[] rows) {
    return scaling.examples(pictures.select(rows), classes);
  }
}
