// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The finished cells of a run: an append-only file with one line each, on disk before the cell
 * counts as finished.
 *
 * <p>A line is the checksum of the rest, a blank, and {@code {"cell": id, "result": ..}}. The last
 * line may be torn by a crash and is then dropped; damage anywhere else is reported, never mended.
 * Safe for use by many threads.
 */
final class CellStore implements AutoCloseable {
  private static final int CHECKSUM_DIGITS = 8;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, JsonNode> results = new HashMap<>();
  private boolean open = true;

  private CellStore(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the store, creating it when absent, and reads what it holds. */
  static CellStore open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      CellStore store = new CellStore(file, channel);
      long sound = store.read(Files.readAllBytes(file));
      channel.truncate(sound);
      channel.position(sound);
      return store;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** How many cells a file of finished cells holds, which nobody writes to any more. */
  static int count(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CellStore store = new CellStore(file, null);
    int sound = store.read(bytes);
    if (sound < bytes.length) {
      throw new IOException("the last line of " + file + " is damaged");
    }
    return store.size();
  }

  /** Takes in all lines and returns where the sound part ends. */
  private int read(byte[] bytes) {
    int start = 0;
    for (int number = 1; start < bytes.length; number++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean last = end + 1 >= bytes.length;
      boolean sound = end < bytes.length && take(bytes, start, end - start);
      if (!sound) {
        if (last) {
          return start;
        }
        throw new RunFailedException(
            file
                + " line "
                + number
                + " is damaged: restore the file, or start anew with --overwrite");
      }
      start = end + 1;
    }
    return start;
  }

  private boolean take(byte[] bytes, int start, int length) {
    int body = CHECKSUM_DIGITS + 1;
    if (length < body) {
      return false;
    }
    byte[] json = Arrays.copyOfRange(bytes, start + body, start + length);
    String sum = new String(bytes, start, CHECKSUM_DIGITS, StandardCharsets.US_ASCII);
    if (!sum.equals(checksum(json)) || bytes[start + CHECKSUM_DIGITS] != ' ') {
      return false;
    }
    try {
      JsonNode line = Json.MAPPER.readTree(json);
      results.putIfAbsent(line.required("cell").asText(), line.required("result"));
      return true;
    } catch (IOException | IllegalArgumentException notOurs) {
      return false;
    }
  }

  private static String checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** The result of a cell, if it is finished. */
  synchronized <R> Optional<R> find(String id, Class<R> type) {
    JsonNode result = results.get(id);
    if (result == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.treeToValue(result, type));
    } catch (JsonProcessingException mismatch) {
      throw new RunFailedException(
          file + " holds a result for cell " + id + " that is no " + type.getSimpleName(),
          mismatch);
    }
  }

  /** Whether a cell is finished. */
  synchronized boolean contains(String id) {
    return results.containsKey(id);
  }

  /** How many cells are finished. */
  synchronized int size() {
    return results.size();
  }

  /** All lines, as they are on disk. */
  synchronized byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new RunFailedException("cannot read " + file + ": " + failure.getMessage(), failure);
    }
  }

  /** Puts a finished cell on disk; a second result of the same cell is dropped. */
  synchronized void append(String id, Object result) {
    if (!open || contains(id)) {
      return;
    }
    requirePresent();
    JsonNode tree = Json.MAPPER.valueToTree(result);
    long sound = -1;
    try {
      sound = channel.position();
      channelWrite(line(id, tree));
      channel.force(false);
    } catch (IOException failure) {
      open = false;
      cutBackTo(sound);
      throw new RunFailedException(
          "cannot write "
              + file
              + " ("
              + failure.getMessage()
              + "): "
              + safe(results.size())
              + "; when there is room again, --resume continues",
          failure);
    }
    results.put(id, tree);
  }

  /** Somebody may remove the folder; what is written then is in no file that has a name. */
  private void requirePresent() {
    if (!isPresent()) {
      open = false;
      throw new RunFailedException(
          file
              + " was removed while the run was at work, and its finished cells with it: start"
              + " anew");
    }
  }

  /** Whether finished cells can be found again. */
  boolean isPresent() {
    return Files.isRegularFile(file);
  }

  private static ByteBuffer line(String id, JsonNode result) throws IOException {
    byte[] json =
        Json.MAPPER.writeValueAsBytes(
            Json.MAPPER.createObjectNode().put("cell", id).set("result", result));
    ByteBuffer line = ByteBuffer.allocate(CHECKSUM_DIGITS + 1 + json.length + 1);
    line.put(checksum(json).getBytes(StandardCharsets.US_ASCII)).put((byte) ' ');
    return line.put(json).put((byte) '\n').flip();
  }

  private void channelWrite(ByteBuffer line) throws IOException {
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  /** Best effort: a torn last line would be dropped when the run resumes anyway. */
  private void cutBackTo(long sound) {
    try {
      if (sound >= 0) {
        channel.truncate(sound);
      }
    } catch (IOException stillTorn) {
      open = false;
    }
  }

  /** Takes no further results, silently: the JVM is about to end. */
  synchronized void seal() {
    open = false;
  }

  @Override
  public synchronized void close() throws IOException {
    open = false;
    channel.close();
  }

  /** In words: how much of a run that ends is not lost. */
  static String safe(int cells) {
    return cells == 1 ? "1 finished cell is safe" : cells + " finished cells are safe";
  }
}
