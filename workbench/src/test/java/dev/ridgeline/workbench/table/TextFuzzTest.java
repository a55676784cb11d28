// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged text, read in chunks of any length and record by record: both read the same bits or
 * refuse in the same words, and what both read is judged by a parser of a few lines.
 *
 * <p>{@code -Dridgeline.fuzz=50000} makes a full run of it.
 */
class TextFuzzTest {
  private static final String[] TOKENS = {
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\u00A0",
    "é",
    "\u2003",
    "\uFEFF",
    "\0",
    "NA",
    "nan",
    "-inf",
    "1e999",
    "1e-999",
    "0x1p3",
    "1d",
    "1_0",
    "+",
    "-",
    ".",
    "e5",
    "1,234",
    "1.000",
    "#",
    "\n#",
    "sep=;\n",
    "True",
    "\"a\n\"",
    "\",\"",
    "9007199254740993",
    "123456789012345678901",
    "4.9e-324",
    "0.1000000000000000055511151231257827",
    "\n\n",
    ",,",
    "\"1.5\""
  };

  /** What came of reading: a table, or the words of a refusal. */
  private record Outcome(
      List<String> names,
      List<long[]> numbers,
      List<List<String>> texts,
      List<String> notes,
      String refusal) {}

  @Test
  @Timeout(1800)
  void readsTheSameHoweverItIsCut() {
    long seed = TestSeed.get(0xf022);
    int accepted = 0;
    int count = Mutations.count(50);
    for (int trial = 0; trial < count; trial++) {
      SplittableRandom random = new SplittableRandom(seed + trial);
      String what = "trial " + trial + ", -Dtests.seed=" + (seed + trial);
      byte[] bytes = Mutations.of(text(random), TOKENS, random);
      if (random.nextInt(8) == 0) {
        bytes = gzip(bytes);
        bytes = random.nextBoolean() ? bytes : Mutations.of(bytes, TOKENS, random);
      }
      TableOptions options =
          new TableOptions(
              random.nextInt(6) == 0 ? Character.valueOf(";,\t§".charAt(random.nextInt(4))) : null,
              random.nextInt(8) == 0 ? Character.valueOf('.') : null);
      boolean missing = random.nextInt(3) == 0;
      boolean words = random.nextInt(3) == 0;
      int size = random.nextInt(8, 300);
      Outcome slow = read(bytes, options, words, missing, 1 << 20, false);
      Outcome fast = read(bytes, options, words, missing, size, true);
      Outcome whole = read(bytes, options, words, missing, 1 << 20, true);
      for (Outcome other : List.of(fast, whole)) {
        if (isGzipRefused(slow, other)) {
          continue; // how much comes out before the damage depends on how much is asked for
        }
        assertThat(other.refusal()).as(what).isEqualTo(slow.refusal());
        assertThat(other.names()).as(what).isEqualTo(slow.names());
        assertThat(other.texts()).as(what).isEqualTo(slow.texts());
        assertThat(other.notes()).as(what).isEqualTo(slow.notes());
        assertThat(other.numbers()).as(what).hasSameSizeAs(slow.numbers());
        for (int column = 0; column < slow.numbers().size(); column++) {
          assertThat(other.numbers().get(column)).as(what).isEqualTo(slow.numbers().get(column));
        }
      }
      if (slow.refusal() == null) {
        accepted++;
      } else {
        assertThat(slow.refusal()).as(what).startsWith("d.csv").doesNotContain("\n");
      }
    }
    assertThat(accepted).as("of %d, -Dtests.seed=%d", count, seed).isGreaterThan(count / 5);
  }

  private static boolean isGzipRefused(Outcome a, Outcome b) {
    return a.refusal() != null
        && b.refusal() != null
        && (a.refusal() + b.refusal()).contains("gzip data");
  }

  /** Reads all columns: the first one as text as well, if asked to. */
  private static Outcome read(
      byte[] bytes,
      TableOptions options,
      boolean words,
      boolean missing,
      int size,
      boolean inChunks) {
    try {
      TextChunks chunks =
          new TextChunks(new TextBytes(new ByteArrayInputStream(bytes)), size, 4 * size);
      try (DelimitedText text = DelimitedText.open("d.csv", chunks, options, inChunks)) {
        List<String> names = text.names();
        List<String> texts = words ? List.of(names.getFirst(), names.getLast()) : List.of();
        BlockRequest request =
            new BlockRequest(
                words ? names.subList(0, names.size() / 2) : names,
                texts.stream().distinct().toList(),
                missing,
                3);
        TableBuilder table = new TableBuilder("d.csv", request, new HeapBudget(1 << 30));
        text.read(request, (block, first, read) -> table.add(block, 0));
        return outcome(names, request, table.build(), text.notes());
      }
    } catch (BadInputException refused) {
      return new Outcome(List.of(), List.of(), List.of(), List.of(), refused.getMessage());
    } catch (IOException failure) {
      return new Outcome(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Refusals.unreadable("d.csv", failure).getMessage());
    }
  }

  private static Outcome outcome(
      List<String> names, BlockRequest request, Table table, List<String> notes) {
    List<long[]> numbers = new ArrayList<>();
    for (String name : request.numbers()) {
      numbers.add(
          Arrays.stream(table.column(name)).mapToLong(Double::doubleToRawLongBits).toArray());
    }
    List<List<String>> texts = new ArrayList<>();
    for (String name : request.texts()) {
      List<String> values = table.values(name);
      assertThat(Set.copyOf(values)).hasSameSizeAs(values);
      texts.add(Arrays.stream(table.codes(name)).mapToObj(values::get).toList());
    }
    return new Outcome(names, numbers, texts, notes, null);
  }

  @Test
  void whatIsReadIsWhatIsWritten() {
    long seed = TestSeed.get(0x3a11);
    int accepted = 0;
    int count = Mutations.count(20);
    for (int trial = 0; trial < count; trial++) {
      SplittableRandom random = new SplittableRandom(seed + trial);
      String text = new String(Mutations.of(text(random), TOKENS, random), StandardCharsets.UTF_8);
      TableOptions options = new TableOptions(',', '.');
      Outcome found = read(text.getBytes(StandardCharsets.UTF_8), options, false, false, 64, true);
      if (found.refusal() != null || !found.notes().isEmpty() || text.contains("sep=")) {
        continue; // the judge knows no line of Excel and no comments
      }
      accepted++;
      List<List<String>> records = judge(text);
      String what = "trial " + trial + ", -Dtests.seed=" + (seed + trial);
      assertThat(found.names()).as(what).isEqualTo(records.getFirst());
      for (int column = 0; column < found.names().size(); column++) {
        long[] expected = new long[records.size() - 1];
        for (int row = 0; row < expected.length; row++) {
          String field = records.get(row + 1).get(column);
          double value = Double.parseDouble(field.replace('\u00A0', ' ').strip());
          expected[row] = Double.doubleToRawLongBits(value);
        }
        assertThat(found.numbers().get(column)).as(what).isEqualTo(expected);
      }
    }
    assertThat(accepted).as("of %d, -Dtests.seed=%d", count, seed).isGreaterThan(count / 10);
  }

  /** Records of RFC 4180 with commas, without blank lines. */
  private static List<List<String>> judge(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    String whole = (text.startsWith("\uFEFF") ? text.substring(1) : text) + "\n";
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (quoted) {
        if (c == '"' && whole.charAt(i + 1) == '"') {
          field.append(whole.charAt(++i));
        } else if (c == '"') {
          quoted = false;
        } else {
          field.append(c);
        }
      } else if (c == '"' && field.isEmpty() && !wasQuoted) {
        quoted = true;
        wasQuoted = true;
      } else if (c == ',' || c == '\n' || c == '\r') {
        record.add(field.toString().strip());
        boolean blank =
            record.size() == 1 && !wasQuoted && field.toString().replace('\u00A0', ' ').isBlank();
        field.setLength(0);
        wasQuoted = false;
        if (c != ',') {
          if (!blank) {
            records.add(record);
          }
          record = new ArrayList<>();
        }
      } else {
        field.append(c);
      }
    }
    return records;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return packed.toByteArray();
  }

  /** A table as programs write it. */
  private static byte[] text(SplittableRandom random) {
    char delimiter = ",,,;\t|".charAt(random.nextInt(6));
    boolean comma = delimiter != ',' && random.nextBoolean();
    String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
    int columns = random.nextInt(1, 6);
    int rows = random.nextInt(1, 12);
    int quotes = random.nextInt(3) == 0 ? 3 : 0;
    StringBuilder text = new StringBuilder(random.nextInt(12) == 0 ? "\uFEFF" : "");
    for (int row = -1; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        String field = row < 0 ? "x" + column : number(random);
        field = comma && row >= 0 ? field.replace('.', ',') : field;
        String quote = quotes > 0 && random.nextInt(quotes) == 0 ? "\"" : "";
        text.append(column == 0 ? "" : delimiter).append(quote).append(field).append(quote);
      }
      text.append(row == rows - 1 && random.nextInt(4) == 0 ? "" : end);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String number(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Integer.toString(random.nextInt(-1000, 1000));
      case 1 -> Long.toString(random.nextLong());
      case 2 -> random.nextInt(1, 1000) + ".000";
      case 3 -> " " + random.nextInt(100) + " ";
      case 4 -> random.nextLong(1L << 60) + "e" + random.nextInt(-330, 300);
      case 5 -> "0." + random.nextLong(1L << 62) + random.nextInt(1000);
      case 6 -> Float.toString((float) random.nextDouble(-1, 1));
      default -> Double.toString(random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-20, 20)));
    };
  }
}
