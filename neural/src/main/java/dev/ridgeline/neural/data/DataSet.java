// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The data sets of the studies: their files below the folder that {@code --data} names. */
public enum DataSet {
  /** 60000 + 10000 grey digits of 28 x 28 pixels. Fashion-MNIST has the same files. */
  MNIST(
      "mnist",
      List.of(
          "mnist/train-images-idx3-ubyte",
          "mnist/train-labels-idx1-ubyte",
          "mnist/t10k-images-idx3-ubyte",
          "mnist/t10k-labels-idx1-ubyte"),
      true,
      "https://ossci-datasets.s3.amazonaws.com/mnist/ (http://yann.lecun.com/exdb/mnist/)"),
  /** 50000 + 10000 colour pictures of 32 x 32 pixels in ten classes. */
  CIFAR10(
      "cifar10",
      Stream.concat(
              IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin"),
              Stream.of("test_batch.bin"))
          .map(name -> "cifar10/cifar-10-batches-bin/" + name)
          .toList(),
      false,
      "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
  /** 11314 + 7532 messages in twenty groups, split by date. */
  NEWSGROUPS(
      "20newsgroups",
      List.of("20newsgroups/20news-bydate.tar.gz"),
      false,
      "http://qwone.com/~jason/20Newsgroups/20news-bydate.tar.gz");

  private final String folder;

  /** One a line: a list would be no constant in the eyes of the checks. */
  private final String files;

  private final boolean mayBePacked;
  private final String source;

  DataSet(String folder, List<String> files, boolean mayBePacked, String source) {
    this.folder = folder;
    this.files = String.join("\n", files);
    this.mayBePacked = mayBePacked;
    this.source = source;
  }

  /**
   * The folder of the set.
   *
   * @return a name below the folder of all data
   */
  public String folder() {
    return folder;
  }

  /**
   * What a study needs.
   *
   * @return paths below the folder of all data
   */
  public List<String> files() {
    return files.lines().toList();
  }

  /**
   * The paths of the files below the folder of the set.
   *
   * @return one for every file
   */
  public List<String> fileNames() {
    return files.lines().map(file -> file.substring(folder.length() + 1)).toList();
  }

  /**
   * Whether all files are there, whatever they hold.
   *
   * @param data the folder of all data
   * @return false when one is missing
   */
  public boolean isComplete(Path data) {
    return files
        .lines()
        .allMatch(
            file ->
                Files.isRegularFile(data.resolve(file))
                    || (mayBePacked && Files.isRegularFile(data.resolve(file + ".gz"))));
  }

  /** Whether a file may also lie there with {@code .gz} behind its name. */
  boolean mayBePacked() {
    return mayBePacked;
  }

  /** Where the set is published. */
  String source() {
    return source;
  }
}
