// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small data sets in the formats of the real ones, with classes that can be learnt. */
public final class GeneratedData {
  private static final List<String> GROUPS =
      List.of(
          "alt.atheism",
          "comp.graphics",
          "comp.os.ms-windows.misc",
          "comp.sys.ibm.pc.hardware",
          "comp.sys.mac.hardware",
          "comp.windows.x",
          "misc.forsale",
          "rec.autos",
          "rec.motorcycles",
          "rec.sport.baseball",
          "rec.sport.hockey",
          "sci.crypt",
          "sci.electronics",
          "sci.med",
          "sci.space",
          "soc.religion.christian",
          "talk.politics.guns",
          "talk.politics.mideast",
          "talk.politics.misc",
          "talk.religion.misc");

  private GeneratedData() {}

  /** All three sets. */
  public static Path all(Path folder) throws IOException {
    mnist(folder);
    cifar(folder);
    newsgroups(folder);
    return folder;
  }

  /** Digits of which the class lights up a row: 300 + 100, the test files packed. */
  public static void mnist(Path folder) throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("mnist"));
    Random random = new Random(1);
    for (String part : List.of("train", "t10k")) {
      int count = part.equals("train") ? 300 : 100;
      byte[] labels = labels(count);
      byte[] pixels = pictures(random, labels, 28 * 28, 28 * 2);
      boolean packed = part.equals("t10k");
      write(mnist.resolve(part + "-images-idx3-ubyte"), idx(pixels, count, 28, 28), packed);
      write(mnist.resolve(part + "-labels-idx1-ubyte"), idx(labels, count), packed);
    }
  }

  /** Colour pictures: five batches of 40 and one of 40. */
  public static void cifar(Path folder) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("cifar10/cifar-10-batches-bin"));
    Random random = new Random(2);
    for (String name :
        List.of(
            "data_batch_1",
            "data_batch_2",
            "data_batch_3",
            "data_batch_4",
            "data_batch_5",
            "test_batch")) {
      byte[] labels = labels(40);
      byte[] pixels = pictures(random, labels, 3072, 300);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < labels.length; i++) {
        out.write(labels[i]);
        out.write(pixels, i * 3072, 3072);
      }
      Files.write(bin.resolve(name + ".bin"), out.toByteArray());
    }
  }

  /** Twelve training and four test messages of each group, with words of its own. */
  public static void newsgroups(Path folder) throws IOException {
    Path archive = folder.resolve("20newsgroups/20news-bydate.tar.gz");
    Files.createDirectories(archive.getParent());
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (String part : List.of("train", "test")) {
        for (String group : GROUPS) {
          for (int i = 0; i < (part.equals("train") ? 12 : 4); i++) {
            entry(tar, "20news-bydate-" + part + "/" + group + "/" + (1000 + i), message(group, i));
          }
        }
      }
    }
  }

  private static String message(String group, int number) {
    String word = group.replaceAll("[^a-z]", "");
    return "From: somebody@example.com\nSubject: hidden"
        + word
        + "\n\n"
        + "Someone writes:\n> quoted"
        + word
        + " line\n"
        + "The "
        + word
        + " number"
        + number % 3
        + " is a common thing about "
        + word
        + " caf\u00e9.\n"
        + "\n--\nsignature"
        + word
        + "\n";
  }

  static void entry(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return labels;
  }

  /** Noise, and a band of light at a place that the class decides. */
  private static byte[] pictures(Random random, byte[] labels, int size, int band) {
    byte[] pixels = new byte[labels.length * size];
    random.nextBytes(pixels);
    for (int i = 0; i < labels.length; i++) {
      for (int k = 0; k < band; k++) {
        pixels[i * size + labels[i] * band + k] = (byte) 255;
      }
    }
    return pixels;
  }

  static byte[] idx(byte[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
    bytes.putInt(0x0800 | shape.length);
    for (int length : shape) {
      bytes.putInt(length);
    }
    return bytes.put(values).array();
  }

  private static void write(Path file, byte[] bytes, boolean packed) throws IOException {
    if (!packed) {
      Files.write(file, bytes);
      return;
    }
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(file.resolveSibling(file.getFileName() + ".gz")))) {
      out.write(bytes);
    }
  }
}
