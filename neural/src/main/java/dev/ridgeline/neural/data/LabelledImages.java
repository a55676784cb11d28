// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Pictures with their classes, as bytes: a pixel takes one byte until a batch of floats is made of
 * it. Nothing is copied; nobody changes the arrays.
 *
 * @param pixels one picture after the other, channel by channel, row by row, from 0 to 255
 * @param channels planes of a picture
 * @param height rows of a plane
 * @param width columns of a plane
 * @param labels the class of every picture, from 0
 */
record LabelledImages(byte[] pixels, int channels, int height, int width, byte[] labels)
    implements Serializable {
  LabelledImages {
    if (pixels.length != (long) labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          "pixels must be count * channels * height * width: pixels="
              + pixels.length
              + ", count="
              + labels.length
              + ", channels="
              + channels
              + ", height="
              + height
              + ", width="
              + width);
    }
  }

  int count() {
    return labels.length;
  }

  int pixelsOfOne() {
    return channels * height * width;
  }

  /**
   * The pictures of some classes in their order, with new labels: the position in the list.
   *
   * @param classes labels, each from 0 to 9
   * @return a copy of those pictures
   */
  LabelledImages only(int... classes) {
    int[] renamed = new int[256];
    Arrays.fill(renamed, -1);
    for (int i = 0; i < classes.length; i++) {
      renamed[classes[i]] = i;
    }
    int kept = 0;
    for (byte label : labels) {
      kept += renamed[label & 0xff] >= 0 ? 1 : 0;
    }
    int size = pixelsOfOne();
    byte[] chosen = new byte[kept * size];
    byte[] names = new byte[kept];
    int next = 0;
    for (int i = 0; i < labels.length; i++) {
      int name = renamed[labels[i] & 0xff];
      if (name >= 0) {
        System.arraycopy(pixels, i * size, chosen, next * size, size);
        names[next++] = (byte) name;
      }
    }
    return new LabelledImages(chosen, channels, height, width, names);
  }

  /** Some pictures, in the order asked for. */
  LabelledImages select(int[] rows) {
    int size = pixelsOfOne();
    byte[] chosen = new byte[Math.multiplyExact(rows.length, size)];
    byte[] names = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(pixels, Objects.checkIndex(rows[i], count()) * size, chosen, i * size, size);
      names[i] = labels[rows[i]];
    }
    return new LabelledImages(chosen, channels, height, width, names);
  }

  /** The first pictures, or all when there are fewer. */
  LabelledImages first(int most) {
    int kept = Math.min(most, count());
    return new LabelledImages(
        Arrays.copyOf(pixels, kept * pixelsOfOne()),
        channels,
        height,
        width,
        Arrays.copyOf(labels, kept));
  }
}
