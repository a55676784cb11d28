// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages become rows by the rules of the protocol. */
class NewsgroupsTest {
  @TempDir private Path folder;

  @Test
  void theHeaderEndsAtTheFirstBlankLine() {
    assertThat(MessageText.withoutHeader("a: b\nc\n\nd\n\ne")).isEqualTo("d\n\ne");
    assertThat(MessageText.withoutHeader("no blank line\nat all")).isEmpty();
  }

  @Test
  void theFooterBeginsAtTheLastBlankLineOrRule() {
    assertThat(MessageText.withoutFooter("one\n\ntwo\n---\nme")).isEqualTo("one\n\ntwo");
    assertThat(MessageText.withoutFooter("one\n \t\ntwo\n\n")).isEqualTo("one");
    assertThat(MessageText.withoutFooter("one\ntwo\n")).isEqualTo("one\ntwo\n");
    assertThat(MessageText.withoutFooter("--\ntwo")).isEqualTo("--\ntwo");
    assertThat(MessageText.withoutFooter("one\n\u00a0-- \u0085\nme")).isEqualTo("one");
  }

  @Test
  void quotedLinesAndThoseThatIntroduceThemGo() {
    String text =
        "In article <1> x\nkept\n>quoted\n > kept too\n|bar\nhe wrote: this\nshe says:\nsaid: x\n"
            + "Quoted from y\nIn articles\nz writes in w";
    assertThat(MessageText.withoutQuotes(text)).isEqualTo("kept\n > kept too");
  }

  @Test
  void wordsHaveTwoCharactersOfWhatPythonCallsWords() {
    assertThat(MessageText.tokens("A bc d_e F\u00c9 1 23 x\u00b2 y\u00d7z \u00bd\u00be don't"))
        .containsExactly("bc", "d_e", "f\u00e9", "23", "x\u00b2", "\u00bd\u00be", "don");
  }

  @Test
  void stopWordsGoBeforeTermsAreChosenByTotalCountAndThenAlphabet() {
    List<String> texts = List.of("the the the zebra zebra apple", "mango the zebra apple kiwi");
    Vocabulary vocabulary = Vocabulary.of(texts, 3);
    assertThat(Vocabulary.stopWordCount()).isEqualTo(318);
    assertThat(vocabulary.termsBeforeSelection()).isEqualTo(4);
    SparseInputs rows =
        vocabulary.rows(List.of("zebra zebra kiwi mango", "nothing known", "apple"));
    // apple, kiwi (before mango), zebra
    assertThat(rows.features()).isEqualTo(3);
    assertThat(rows.offsets()).containsExactly(0, 2, 2, 3);
    assertThat(rows.columns()).containsExactly(1, 2, 0);
    double kiwi = Math.log(3.0 / 2.0) + 1;
    double zebra = 2 * (Math.log(3.0 / 3.0) + 1);
    double length = Math.hypot(kiwi, zebra);
    assertThat((double) rows.values()[0]).isCloseTo(kiwi / length, within(1e-7));
    assertThat((double) rows.values()[1]).isCloseTo(zebra / length, within(1e-7));
    assertThat(rows.values()[2]).isEqualTo(1f);
  }

  @Test
  void anArchiveGivesBothTasksWithLabelsInTheOrderOfTheAlphabet() throws IOException {
    GeneratedData.newsgroups(folder);
    TransferTask task = TransferTasks.read(folder, DataSet.NEWSGROUPS, Integer.MAX_VALUE);
    assertThat(task.source().size()).isEqualTo(9 * 12);
    assertThat(task.targetTest().size()).isEqualTo(9 * 4);
    assertThat(task.source().classes()).isEqualTo(9);
    assertThat(task.source().labels()).isSorted().startsWith(0, 0).endsWith(8, 8);
    // nothing of headers, quotes or signatures: nine names, number0 .. number2, common thing cafe
    assertThat(task.source().inputs().features()).isEqualTo(9 + 3 + 3);
  }

  @Test
  void aDamagedArchiveAndOneThatLacksAGroupAreNamed() throws IOException {
    GeneratedData.newsgroups(folder);
    Path archive = folder.resolve("20newsgroups/20news-bydate.tar.gz");
    byte[] sound = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(sound, sound.length / 2));
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.NEWSGROUPS, 100))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("20news-bydate.tar.gz");
    byte[] flipped = sound.clone();
    flipped[sound.length - 6] ^= 1;
    Files.write(archive, flipped);
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.NEWSGROUPS, 100))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a sound gzip file");
    Files.write(archive, "plain text".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> TransferTasks.read(folder, DataSet.NEWSGROUPS, 100))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a sound gzip file");
  }
}
