// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers of pictures take what is sound and name what is not. */
class PictureFilesTest {
  @TempDir private Path folder;

  private Path images(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("images"), bytes);
  }

  private Path labels(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("labels"), bytes);
  }

  private static byte[] two(byte... labels) {
    return GeneratedData.idx(labels, labels.length);
  }

  @Test
  void picturesComeInTheOrderOfTheFile() throws IOException {
    byte[] pixels = {1, 2, 3, 4, 5, (byte) 200};
    LabelledImages read =
        IdxFiles.read(
            images(GeneratedData.idx(pixels, 2, 1, 3)), labels(two((byte) 7, (byte) 0)), 10);
    assertThat(read.pixels()).containsExactly(pixels);
    assertThat(read.labels()).containsExactly(7, 0);
    assertThat(read.pixelsOfOne()).isEqualTo(3);
  }

  @Test
  void damagedIdxFilesAreNamedWithWhatIsWrong() throws IOException {
    byte[] sound = GeneratedData.idx(new byte[6], 2, 1, 3);
    Path good = labels(two((byte) 1, (byte) 2));
    assertThatThrownBy(() -> IdxFiles.read(images(Arrays.copyOf(sound, 20)), good, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images is damaged: only 4 values, and its header says 6");
    assertThatThrownBy(() -> IdxFiles.read(images(Arrays.copyOf(sound, 30)), good, 10))
        .hasMessageContaining("more than 6 values");
    assertThatThrownBy(() -> IdxFiles.read(images(new byte[3]), good, 10))
        .hasMessageContaining("no whole header");
    assertThatThrownBy(() -> IdxFiles.read(good, good, 10)).hasMessageContaining("2051");
    byte[] absurd = sound.clone();
    absurd[4] = (byte) 0xff;
    assertThatThrownBy(() -> IdxFiles.read(images(absurd), good, 10))
        .hasMessageContaining("its header says the shape");
    assertThatThrownBy(() -> IdxFiles.read(images(sound), labels(two((byte) 1, (byte) 10)), 10))
        .hasMessageContaining("label 2 is 10");
    assertThatThrownBy(() -> IdxFiles.read(images(sound), labels(two((byte) 1)), 10))
        .hasMessageContaining("do not belong together");
  }

  @Test
  void aCutOffGzipFileIsNamed() throws IOException {
    GeneratedData.mnist(folder);
    Path file = folder.resolve("mnist/t10k-images-idx3-ubyte.gz");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 500));
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.MNIST, 1000))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte.gz cannot be read: it is cut off");
  }

  @Test
  void missingFilesAreListedWithTheirSource() throws IOException {
    GeneratedData.mnist(folder);
    Files.delete(folder.resolve("mnist/train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.MNIST, 1000))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("lacks mnist/train-labels-idx1-ubyte[.gz]:")
        .hasMessageContaining("https://");
  }

  @Test
  void cifarRecordsAreChecked() throws IOException {
    GeneratedData.cifar(folder);
    Path batch = folder.resolve("cifar10/cifar-10-batches-bin/data_batch_3.bin");
    byte[] sound = Files.readAllBytes(batch);
    Files.write(batch, Arrays.copyOf(sound, sound.length - 1));
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.CIFAR10, 1000))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data_batch_3.bin is damaged")
        .hasMessageContaining("3073");
    byte[] wrong = sound.clone();
    wrong[3073] = 10;
    Files.write(batch, wrong);
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.CIFAR10, 1000))
        .hasMessageContaining("the label of record 2 is 10");
  }

  @Test
  void classesAreSplitAndRenamedAndPixelsScaled() throws IOException {
    GeneratedData.all(folder);
    TransferTask task = TransferTasks.read(folder, DataSet.MNIST, Integer.MAX_VALUE);
    assertThat(task.source().size()).isEqualTo(150);
    assertThat(task.target().size()).isEqualTo(150);
    assertThat(task.sourceTest().size()).isEqualTo(50);
    // the files go 0, 1, 2, ..: of these 0, 3, 6, 8, 9 are the source
    assertThat(Arrays.copyOf(task.source().labels(), 6)).containsExactly(0, 1, 2, 3, 4, 0);
    float[] values = ((DenseInputs) task.source().inputs()).values();
    assertThat(values[0]).isEqualTo((1f - 0.1307f) / 0.3081f);
    TransferTask cifar = TransferTasks.read(folder, DataSet.CIFAR10, Integer.MAX_VALUE);
    assertThat(cifar.source().size()).isEqualTo(100);
    assertThat(cifar.targetTest().size()).isEqualTo(20);
    assertThat(cifar.target().select(new int[] {3, 0}).labels()).containsExactly(3, 0);
  }

  @Test
  void worsePicturesKeepTheirLabelsAndAreTheSameEveryTime() throws IOException {
    GeneratedData.cifar(folder);
    Examples clean = TransferTasks.readCorrupted(folder, Corruption.NONE, 20).source();
    for (Corruption corruption : new Corruption[] {Corruption.NOISE, Corruption.BLUR}) {
      TransferTask once = TransferTasks.readCorrupted(folder, corruption, 20);
      TransferTask again = TransferTasks.readCorrupted(folder, corruption, 20);
      float[] values = ((DenseInputs) once.source().inputs()).values();
      assertThat(values).isEqualTo(((DenseInputs) again.source().inputs()).values());
      assertThat(values).isNotEqualTo(((DenseInputs) clean.inputs()).values());
      assertThat(once.source().labels()).isEqualTo(clean.labels());
      assertThat(once.target().select(new int[] {5}).inputs())
          .usingRecursiveComparison()
          .isEqualTo(clean.select(new int[] {5}).inputs());
    }
  }
}
