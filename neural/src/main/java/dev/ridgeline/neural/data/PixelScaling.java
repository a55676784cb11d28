// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;

/**
 * How a pixel from 0 to 255 becomes the input of a network: divided by 255, less the mean of its
 * channel, over the standard deviation of its channel.
 *
 * @param means one for every channel, of pixels from 0 to 1
 * @param deviations one for every channel
 */
record PixelScaling(double[] means, double[] deviations) implements Serializable {
  static final PixelScaling MNIST = new PixelScaling(new double[] {.1307}, new double[] {.3081});
  static final PixelScaling CIFAR10 =
      new PixelScaling(new double[] {.4914, .4822, .4465}, new double[] {.2470, .2435, .2616});

  /** The pictures as inputs of a network, with their classes. */
  Examples examples(LabelledImages images, int classes) {
    int plane = images.height() * images.width();
    float[] values = new float[images.pixels().length];
    float[][] tables = tables(images.channels());
    for (int at = 0; at < values.length; at++) {
      values[at] = tables[at / plane % images.channels()][images.pixels()[at] & 0xff];
    }
    int[] labels = new int[images.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.labels()[i];
    }
    return new Examples(
        new DenseInputs(values, images.count(), images.pixelsOfOne()), labels, classes);
  }

  /**
   * In float from the start, as a tensor library scales: x / 255, then less mean, over deviation.
   */
  private float[][] tables(int channels) {
    float[][] tables = new float[channels][256];
    for (int c = 0; c < channels; c++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        tables[c][pixel] = (pixel / 255f - (float) means[c]) / (float) deviations[c];
      }
    }
    return tables;
  }
}
