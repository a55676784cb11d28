// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import dev.ridgeline.neural.data.DataSet;
import java.net.URI;
import java.util.List;

/**
 * A file that is published, and where it goes.
 *
 * @param target path below the folder of all data
 * @param places where it can be had, the first that answers is taken
 * @param checksum what it must hold
 */
record Source(String target, List<URI> places, Checksum checksum) {
  private static final List<String> MNIST_HOSTS =
      List.of(
          "https://ossci-datasets.s3.amazonaws.com/mnist/",
          "https://storage.googleapis.com/cvdf-datasets/mnist/",
          "http://yann.lecun.com/exdb/mnist/");

  /** All files of a data set. */
  static List<Source> of(DataSet set) {
    return switch (set) {
      case MNIST ->
          List.of(
              mnist(
                  "train-images-idx3-ubyte.gz",
                  "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
              mnist(
                  "train-labels-idx1-ubyte.gz",
                  "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
              mnist(
                  "t10k-images-idx3-ubyte.gz",
                  "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
              mnist(
                  "t10k-labels-idx1-ubyte.gz",
                  "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));
      case CIFAR10 ->
          List.of(
              new Source(
                  "cifar10/cifar-10-binary.tar.gz",
                  List.of(URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")),
                  new Checksum(
                      "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", false)));
      case NEWSGROUPS ->
          List.of(
              new Source(
                  "20newsgroups/20news-bydate.tar.gz",
                  List.of(
                      URI.create("http://qwone.com/~jason/20Newsgroups/20news-bydate.tar.gz"),
                      URI.create("https://ndownloader.figshare.com/files/5975967")),
                  new Checksum(
                      "8f1b2514ca22a5ade8fbb9cfa5727df95fa587f4c87b786e15c759fa66d95610", false)));
    };
  }

  /** Checked by its content: it was packed more than once. */
  private static Source mnist(String name, String sha256) {
    return new Source(
        "mnist/" + name,
        MNIST_HOSTS.stream().map(host -> URI.create(host + name)).toList(),
        new Checksum(sha256, true));
  }

  /** The same from another place, under the last part of its name. */
  Source from(URI base) {
    String text = base.toString();
    String name = target.substring(target.lastIndexOf('/') + 1);
    return new Source(
        target, List.of(URI.create(text + (text.endsWith("/") ? "" : "/") + name)), checksum);
  }
}
