// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage done to inputs. */
public final class Mutations {
  private Mutations() {}

  /** How many of the 50 000 inputs of a full run are made in this one, of a share in percent. */
  public static int count(int percent) {
    return Math.max(1, Integer.getInteger("ridgeline.fuzz", 2000) * percent / 100);
  }

  /** An input with some of its bytes changed, lost, repeated or put between others. */
  public static byte[] of(byte[] input, String[] tokens, SplittableRandom random) {
    byte[] bytes = input.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(1, 20)));
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
            case 1 ->
                spliced(
                    bytes,
                    at,
                    random.nextBoolean() ? at : end,
                    tokens[random.nextInt(tokens.length)].getBytes(StandardCharsets.UTF_8));
            case 2 -> spliced(bytes, at, end, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            default -> flipped(bytes, at, random);
          };
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
    if (at < bytes.length) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + between.length);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
    return result;
  }
}
