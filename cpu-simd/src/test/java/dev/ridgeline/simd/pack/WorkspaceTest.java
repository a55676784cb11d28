// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private static final int LENGTH = 1 << 21;

  @Test
  void whatIsGivenBackIsTakenAgainAndNoMoreIsKeptThanTheLimit() {
    Set<double[]> given = Collections.newSetFromMap(new IdentityHashMap<>());
    int tooMany = 12;
    for (int i = 0; i < tooMany; i++) {
      given.add(Workspace.take(LENGTH));
    }
    given.forEach(Workspace::give);

    int again = 0;
    for (int i = 0; i < tooMany; i++) {
      again += given.contains(Workspace.take(LENGTH)) ? 1 : 0;
    }

    assertThat(again).isBetween(1, (1 << 24) / LENGTH);
  }

  @Test
  void anArrayIsAsLongAsAskedFor() {
    for (int length : new int[] {1, 1023, 1024, 1025, 4096, 100_000}) {
      double[] array = Workspace.take(length);
      assertThat(array.length).isGreaterThanOrEqualTo(length);
      Workspace.give(array);
    }
  }
}
