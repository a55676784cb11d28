// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.model.Architecture;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.MlpArchitecture;
import java.io.Serializable;
import java.util.List;

/**
 * The network of a data set and how it is trained, as published.
 *
 * @param network of source and target
 * @param batch examples of one step
 * @param dropout probability after hidden layers
 * @param newOutput whether the target gets a new output layer, and L2-SP and distances cover the
 *     copied layers only
 */
record Setup(Architecture network, int batch, double dropout, boolean newOutput)
    implements Serializable {
  /** What the protocol says of a data set. */
  static Setup of(DataSet set, TransferTask task) {
    int features = task.source().inputs().features();
    int classes = task.source().classes();
    return switch (set) {
      case MNIST ->
          new Setup(new MlpArchitecture(features, List.of(128, 64), classes), 256, 0, false);
      case CIFAR10 ->
          new Setup(new CnnArchitecture(3, 32, 32, 32, 64, 128, classes), 128, 0.25, false);
      case NEWSGROUPS ->
          new Setup(new MlpArchitecture(features, List.of(256, 128), classes), 64, 0.3, true);
    };
  }
}
