// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private static Progress.Task sweep(long total, long before, long done) {
    return new Progress.Task("sweep", "cells", total, before, done, 0);
  }

  private static String text(Progress.Task task, long now) {
    return task.text("phase", now, 0);
  }

  @Test
  void theTimeLeftFollowsThePaceOfThisRun() {
    assertThat(text(sweep(10, 0, 4), MINUTE))
        .isEqualTo("phase: 4 of 10 cells, 1:00, about 1:30 left");
    assertThat(text(sweep(60, 0, 1), MINUTE)).endsWith(", 1:00, about 59:00 left");
    assertThat(text(sweep(606, 0, 1), MINUTE)).endsWith(", 1:00, about 10:05:00 left");
    assertThat(text(sweep(61, 0, 60), MINUTE)).endsWith(", 1:00, about 0:01 left");
    // those done before say nothing of the pace
    assertThat(text(sweep(100, 90, 92), MINUTE)).endsWith("92 of 100 cells, 1:00, about 4:00 left");
  }

  @Test
  void nothingIsClaimedBeforeThereIsAPaceOrWhenAllIsDone() {
    assertThat(text(sweep(10, 0, 0), 10 * SECOND)).isEqualTo("phase: 0 of 10 cells, 0:10");
    assertThat(text(sweep(10, 7, 7), SECOND)).isEqualTo("phase: 7 of 10 cells, 0:01");
    assertThat(text(sweep(10, 0, 10), SECOND)).isEqualTo("phase: 10 of 10 cells, 0:01");
    assertThat(text(new Progress.Task("theory", "", 0, 0, 0, 0), 3 * SECOND))
        .isEqualTo("phase: theory, 0:03");
    // a call that has not said yet how much there is
    assertThat(text(new Progress.Task("fit", "tables", 0, 0, 0, 0), SECOND))
        .isEqualTo("phase: fit, 0:01");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 200})
  void aBarFillsWhatRoomThereIs(int columns) {
    String line = sweep(210, 0, 105).text("independence", 90 * MINUTE, columns);
    assertThat(line)
        .hasSizeLessThan(columns)
        .endsWith("105 of 210 cells, 1:30:00, about 1:30:00 left");
    Matcher bar = Pattern.compile("\\[(=+)( +)\\] ").matcher(line);
    assertThat(bar.find()).isEqualTo(columns >= 80);
    if (columns >= 80) {
      assertThat(bar.group(2).length() - bar.group(1).length()).isBetween(0, 1);
    }
  }

  @Test
  void whereThereIsLittleRoomPartsAreLeftOutAndNoNumberIsCut() {
    Progress.Task half = sweep(210, 0, 105);
    String whole = "phase: 105 of 210 cells, 1:00, about 1:00 left";
    for (int columns = 1; columns < 60; columns++) {
      String line = half.text("phase", MINUTE, columns);
      assertThat(whole).contains(line);
      assertThat(line).matches("(phase: )?105 of 210 cells(, 1:00(, about 1:00 left)?)?");
      if (columns > 24) {
        assertThat(line).hasSizeLessThan(columns);
      }
    }
  }
}
