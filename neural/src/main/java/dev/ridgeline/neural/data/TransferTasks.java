// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a data set and splits its classes into a source and a target task, as published. */
public final class TransferTasks {
  private static final int CLASSES = 10;
  private static final int[] MNIST_SOURCE = {0, 3, 6, 8, 9};
  private static final int[] MNIST_TARGET = {1, 2, 4, 5, 7};

  /** Bird, cat, deer, dog, frog. */
  private static final int[] CIFAR_SOURCE = {2, 3, 4, 5, 6};

  /** Airplane, automobile, horse, ship, truck. */
  private static final int[] CIFAR_TARGET = {0, 1, 7, 8, 9};

  private static final List<String> NEWS_SOURCE =
      List.of(
          "comp.graphics",
          "comp.os.ms-windows.misc",
          "comp.sys.ibm.pc.hardware",
          "comp.sys.mac.hardware",
          "comp.windows.x",
          "sci.crypt",
          "sci.electronics",
          "sci.med",
          "sci.space");

  private static final List<String> NEWS_TARGET =
      List.of(
          "alt.atheism",
          "misc.forsale",
          "rec.autos",
          "rec.motorcycles",
          "rec.sport.baseball",
          "rec.sport.hockey",
          "talk.politics.guns",
          "talk.politics.misc",
          "talk.religion.misc");

  private static final int TERMS = 5000;

  /** Of the corrupted training and test pictures: the same in every run. */
  private static final long CORRUPTION_SEED = 0xc0_99a7L;

  private TransferTasks() {}

  /**
   * The published source and target task of a data set.
   *
   * @param data the folder that {@code --data} names
   * @param set which data set
   * @param mostRows how many rows of each of the four sets are used at most
   * @return both tasks
   * @throws BadInputException when a file is missing or damaged
   */
  public static TransferTask read(Path data, DataSet set, int mostRows) {
    return switch (set) {
      case MNIST ->
          pictures(
              mnist(data, 0),
              mnist(data, 2),
              MNIST_SOURCE,
              MNIST_TARGET,
              PixelScaling.MNIST,
              mostRows);
      case CIFAR10 ->
          pictures(
              cifar(data, true),
              cifar(data, false),
              CIFAR_SOURCE,
              CIFAR_TARGET,
              PixelScaling.CIFAR10,
              mostRows);
      case NEWSGROUPS -> newsgroups(data, mostRows);
    };
  }

  /**
   * One task twice: all classes of CIFAR-10, as a source with worse pictures, for training and for
   * testing alike, and as a target with those of the data set.
   *
   * @param data the folder that {@code --data} names
   * @param corruption of the source
   * @param mostRows how many rows of each set are used at most
   * @return both tasks
   */
  public static TransferTask readCorrupted(Path data, Corruption corruption, int mostRows) {
    LabelledImages train = cifar(data, true).first(mostRows);
    LabelledImages test = cifar(data, false).first(mostRows);
    PixelScaling scaling = PixelScaling.CIFAR10;
    return new TransferTask(
        scaling.examples(corruption.of(train, CORRUPTION_SEED), CLASSES),
        scaling.examples(corruption.of(test, CORRUPTION_SEED + 1), CLASSES),
        new PicturePool(train, scaling, CLASSES),
        scaling.examples(test, CLASSES));
  }

  private static LabelledImages mnist(Path data, int first) {
    List<Path> files = DataFiles.find(data, DataSet.MNIST);
    LabelledImages images = IdxFiles.read(files.get(first), files.get(first + 1), CLASSES);
    if (images.height() != 28 || images.width() != 28) {
      throw new BadInputException(
          files.get(first)
              + " holds pictures of "
              + images.height()
              + " x "
              + images.width()
              + " pixels: expected 28 x 28, as MNIST and Fashion-MNIST have");
    }
    return images;
  }

  private static LabelledImages cifar(Path data, boolean training) {
    List<Path> files = DataFiles.find(data, DataSet.CIFAR10);
    int batches = files.size() - 1;
    return CifarFiles.read(
        training ? files.subList(0, batches) : files.subList(batches, files.size()));
  }

  private static TransferTask pictures(
      LabelledImages train,
      LabelledImages test,
      int[] source,
      int[] target,
      PixelScaling scaling,
      int mostRows) {
    for (int[] classes : List.of(source, target)) {
      requireAll(train, classes);
      requireAll(test, classes);
    }
    return new TransferTask(
        scaling.examples(train.only(source).first(mostRows), source.length),
        scaling.examples(test.only(source).first(mostRows), source.length),
        new PicturePool(train.only(target).first(mostRows), scaling, target.length),
        scaling.examples(test.only(target).first(mostRows), target.length));
  }

  private static void requireAll(LabelledImages images, int[] classes) {
    if (images.only(classes).count() == 0) {
      throw new BadInputException(
          "--data holds no picture of the classes " + Arrays.toString(classes));
    }
  }

  private static TransferTask newsgroups(Path data, int mostRows) {
    Path archive = DataFiles.find(data, DataSet.NEWSGROUPS).getFirst();
    List<String> groups = new ArrayList<>(NEWS_SOURCE);
    groups.addAll(NEWS_TARGET);
    Messages messages = Messages.read(archive, groups);
    Vocabulary vocabulary = Vocabulary.of(texts(messages.train(), NEWS_SOURCE), TERMS);
    if (vocabulary.size() == 0) {
      throw new BadInputException(archive + " holds no word in the texts of the source groups");
    }
    return new TransferTask(
        rows(vocabulary, messages.train(), NEWS_SOURCE, mostRows),
        rows(vocabulary, messages.test(), NEWS_SOURCE, mostRows),
        new ExamplePool(rows(vocabulary, messages.train(), NEWS_TARGET, mostRows)),
        rows(vocabulary, messages.test(), NEWS_TARGET, mostRows));
  }

  private static List<String> texts(Map<String, List<String>> messages, List<String> groups) {
    return groups.stream().flatMap(group -> messages.get(group).stream()).toList();
  }

  /** Of a few rows each group has its share, since the messages come group by group. */
  private static Examples rows(
      Vocabulary vocabulary,
      Map<String, List<String>> messages,
      List<String> groups,
      int mostRows) {
    Map<String, List<String>> kept = new TreeMap<>();
    int most = Math.max(1, mostRows / groups.size());
    List<Integer> labels = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      List<String> texts = messages.get(groups.get(g));
      List<String> few = texts.subList(0, Math.min(most, texts.size()));
      kept.put(groups.get(g), few);
      for (int i = 0; i < few.size(); i++) {
        labels.add(g);
      }
    }
    return new Examples(
        vocabulary.rows(texts(kept, groups)),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        groups.size());
  }
}
