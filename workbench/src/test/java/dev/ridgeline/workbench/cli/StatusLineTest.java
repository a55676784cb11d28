// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal shows of the status line and of the lines above it. */
class StatusLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StatusLine status = new StatusLine(bytes, StandardCharsets.UTF_8);
  private final PrintStream others = new PrintStream(status.above(), true, StandardCharsets.UTF_8);

  /** The lines that a terminal wide enough would show. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    String text = bytes.toString(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\r\u001b[K", i)) {
        line.setLength(0);
        i += 3;
      } else if (text.charAt(i) == '\n') {
        lines.add(line.toString());
        line.setLength(0);
      } else {
        line.append(text.charAt(i));
      }
    }
    lines.add(line.toString());
    return lines;
  }

  @Test
  void theStatusReplacesItselfAndIsRemoved() {
    status.show("one", 80);
    status.show("two, which is longer", 80);
    status.show("three", 80);
    assertThat(screen()).containsExactly("three");
    status.clear();
    assertThat(screen()).containsExactly("");
  }

  @Test
  void linesOfOthersAreWholeAndAboveIt() {
    status.show("1 of 9 cells", 80);
    others.println("ridgeline: memory \u03c1");
    status.show("2 of 9 cells", 80);
    others.print("half a line");
    status.show("3 of 9 cells", 80);
    others.println(", and the rest");
    status.show("4 of 9 cells", 80);
    assertThat(screen())
        .containsExactly("ridgeline: memory \u03c1", "half a line, and the rest", "4 of 9 cells");
  }

  @Test
  void aNarrowerTerminalGetsALineOfItsOwnThatFits() {
    status.show("a text of some length", 80);
    status.show("a text of some length", 12);
    status.show("a text of some more length", 12);
    assertThat(screen()).containsExactly("a text of some length", "a text of s");
    status.show("a text of some length", 80);
    assertThat(screen()).containsExactly("a text of some length", "a text of some length");
  }
}
