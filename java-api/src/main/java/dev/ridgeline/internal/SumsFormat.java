// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Sums as bytes, little endian:
 *
 * <pre>
 * int magic, int version, int p, int t, int centred (0 or 1), int xExponent, t ints yExponents,
 * long rows, long active, double weight, p + t means, p + t lower parts of the means, p (p + 1) / 2
 * elements of the lower triangle
 * of X'X by columns, p t elements of X'Y, t of Y'Y, int CRC-32C of all before
 * </pre>
 */
public final class SumsFormat {
  private static final int MAGIC = 0x4e514c52; // "RLQN"
  private static final int VERSION = 1;

  private SumsFormat() {}

  /**
   * Writes.
   *
   * @param s the sums
   * @return bytes
   */
  public static byte[] write(Sums s) {
    long size = size(s.p, s.t);
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "one array holds at most 2 GB: features=" + s.p + ", responses=" + s.t);
    }
    ByteBuffer to = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    to.putInt(MAGIC).putInt(VERSION).putInt(s.p).putInt(s.t).putInt(s.centred ? 1 : 0);
    to.putInt(s.xExponent);
    for (int e : s.yExponents) {
      to.putInt(e);
    }
    to.putLong(s.rows).putLong(s.active).putDouble(s.weight);
    put(to, s.means, 0, s.means.length);
    put(to, s.lows, 0, s.lows.length);
    for (int j = 0; j < s.p; j++) {
      put(to, s.xx, j + j * s.p, s.p - j);
    }
    put(to, s.xy, 0, s.xy.length);
    put(to, s.yy, 0, s.yy.length);
    to.putInt(checksum(to.array(), to.position()));
    return to.array();
  }

  private static long size(long p, long t) {
    return 52 + 4 * t + 8 * (2 * (p + t) + p * (p + 1) / 2 + p * t + t);
  }

  private static void put(ByteBuffer to, double[] values, int at, int count) {
    to.asDoubleBuffer().put(values, at, count);
    to.position(to.position() + 8 * count);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Reads.
   *
   * @param bytes as written
   * @return the sums
   * @throws IllegalArgumentException saying what is wrong with the bytes
   */
  public static Sums read(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), bytes);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("normal equations are cut short: " + bytes.length, e);
    }
  }

  private static Sums read(ByteBuffer from, byte[] bytes) {
    require(from.getInt() == MAGIC, "these bytes hold no normal equations");
    int version = from.getInt();
    require(version == VERSION, "their version is " + version + ", and this reads " + VERSION);
    int p = from.getInt();
    int t = from.getInt();
    require(p >= 0 && t >= 1, "their sizes make no sense: features=" + p + ", responses=" + t);
    require(
        bytes.length == size(p, t),
        "their length is " + bytes.length + ", and their sizes need " + size(p, t));
    int end = bytes.length - 4;
    require(
        from.getInt(end) == checksum(bytes, end), "they are damaged: the checksum is not theirs");
    boolean centred = from.getInt() == 1;
    int xExponent = from.getInt();
    int[] yExponents = new int[t];
    for (int c = 0; c < t; c++) {
      yExponents[c] = from.getInt();
    }
    long rows = from.getLong();
    long active = from.getLong();
    double weight = from.getDouble();
    double[] means = get(from, p + t);
    double[] lows = get(from, p + t);
    double[] xx = new double[MatrixBatch.size(p, p, 1)];
    for (int j = 0; j < p; j++) {
      double[] column = get(from, p - j);
      for (int i = j; i < p; i++) {
        xx[i + j * p] = column[i - j];
        xx[j + i * p] = column[i - j];
      }
    }
    double[] xy = get(from, MatrixBatch.size(p, t, 1));
    double[] yy = get(from, t);
    return new Sums(rows, active, weight, centred, means, lows, xx, xy, yy, xExponent, yExponents);
  }

  private static double[] get(ByteBuffer from, int count) {
    double[] values = new double[count];
    from.asDoubleBuffer().get(values);
    from.position(from.position() + 8 * count);
    return values;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("cannot read normal equations: " + otherwise);
    }
  }
}
