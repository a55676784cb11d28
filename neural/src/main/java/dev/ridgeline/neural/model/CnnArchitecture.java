// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Precision;

/**
 * Two convolutions, 3 x 3 and padded by 1, each followed by ReLU and a maximum over 2 x 2, then a
 * hidden layer with ReLU and, if a training asks for it, dropout, and the output layer.
 *
 * @param channels channels of the images
 * @param height height of the images, a multiple of 4
 * @param width width of the images, a multiple of 4
 * @param filters1 outputs of the first convolution
 * @param filters2 outputs of the second convolution
 * @param hidden width of the hidden layer
 * @param classes the number of outputs
 */
public record CnnArchitecture(
    int channels, int height, int width, int filters1, int filters2, int hidden, int classes)
    implements Architecture {
  /** Checks the sizes. */
  public CnnArchitecture {
    if (channels < 1 || filters1 < 1 || filters2 < 1 || hidden < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "sizes must be at least 1: channels=%d, filters1=%d, filters2=%d, hidden=%d, classes=%d"
              .formatted(channels, filters1, filters2, hidden, classes));
    }
    if (height < 4 || width < 4 || height % 4 != 0 || width % 4 != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of 4, since two pools halve them: height=%d, width=%d"
              .formatted(height, width));
    }
  }

  @Override
  public int features() {
    return channels * height * width;
  }

  @Override
  public Network create(Precision precision) {
    return new CnnNetwork(this, precision);
  }
}
