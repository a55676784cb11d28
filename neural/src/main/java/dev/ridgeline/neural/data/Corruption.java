// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** What lowers the quality of pictures. */
public enum Corruption {
  /** Nothing: the reference. */
  NONE {
    @Override
    LabelledImages of(LabelledImages images, long seed) {
      return images;
    }
  },
  /** Normal noise of standard deviation 0.2 on pixels from 0 to 1, cut to that range. */
  NOISE {
    @Override
    LabelledImages of(LabelledImages images, long seed) {
      UniformRandomProvider random = new SplitMix64(seed);
      var normal = ZigguratSampler.NormalizedGaussian.of(random);
      byte[] noisy = new byte[images.pixels().length];
      for (int i = 0; i < noisy.length; i++) {
        long value = Math.round((images.pixels()[i] & 0xff) + NOISE_DEVIATION * normal.sample());
        noisy[i] = (byte) Math.clamp(value, 0, 255);
      }
      return with(images, noisy);
    }
  },
  /** A Gaussian blur of standard deviation 1.5 pixels; beyond the edge its pixels go on. */
  BLUR {
    @Override
    LabelledImages of(LabelledImages images, long seed) {
      byte[] pixels = images.pixels().clone();
      int plane = images.height() * images.width();
      float[] across = new float[plane];
      for (int start = 0; start < pixels.length; start += plane) {
        blurPlane(pixels, start, images.height(), images.width(), across);
      }
      return with(images, pixels);
    }
  };

  private static final double NOISE_DEVIATION = 0.2 * 255;
  private static final double BLUR_DEVIATION = 1.5;
  private static final int BLUR_REACH = 4;
  private static final float[] BLUR_WEIGHTS = blurWeights();

  private static float[] blurWeights() {
    double[] weights = new double[2 * BLUR_REACH + 1];
    for (int i = 0; i < weights.length; i++) {
      double at = (i - BLUR_REACH) / BLUR_DEVIATION;
      weights[i] = Math.exp(-0.5 * at * at);
    }
    double sum = Arrays.stream(weights).sum();
    float[] shares = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      shares[i] = (float) (weights[i] / sum);
    }
    return shares;
  }

  private static void blurPlane(byte[] pixels, int start, int height, int width, float[] across) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = -BLUR_REACH; k <= BLUR_REACH; k++) {
          int column = Math.clamp(x + k, 0, width - 1);
          sum += BLUR_WEIGHTS[k + BLUR_REACH] * (pixels[start + y * width + column] & 0xff);
        }
        across[y * width + x] = sum;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = -BLUR_REACH; k <= BLUR_REACH; k++) {
          int row = Math.clamp(y + k, 0, height - 1);
          sum += BLUR_WEIGHTS[k + BLUR_REACH] * across[row * width + x];
        }
        pixels[start + y * width + x] = (byte) Math.clamp(Math.round(sum), 0, 255);
      }
    }
  }

  private static LabelledImages with(LabelledImages images, byte[] pixels) {
    return new LabelledImages(
        pixels, images.channels(), images.height(), images.width(), images.labels());
  }

  /**
   * Worse pictures; the same ones every time.
   *
   * @param images what is worsened
   * @param seed of what is drawn
   * @return new pictures with the same labels
   */
  abstract LabelledImages of(LabelledImages images, long seed);

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
