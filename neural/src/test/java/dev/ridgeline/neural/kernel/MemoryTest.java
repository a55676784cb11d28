// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;

/** What tests of loops share: memory that is gone after each test, and numbers to fill it with. */
abstract class MemoryTest {
  private final Arena arena = Arena.ofConfined();
  final SplittableRandom random;

  MemoryTest(long seed) {
    random = new SplittableRandom(seed);
  }

  @AfterEach
  void free() {
    arena.close();
  }

  Memory allocate(Precision precision, int count) {
    return Memory.at(
        arena.allocate((long) count * precision.bytes(), 64).address(), precision, count);
  }

  Memory filled(Precision precision, int count, DoubleSupplier number) {
    Memory memory = allocate(precision, count);
    for (int i = 0; i < count; i++) {
      memory.set(i, number.getAsDouble());
    }
    return memory;
  }

  Memory reals(Precision precision, int count) {
    return filled(precision, count, () -> random.nextDouble(-1, 1));
  }
}
