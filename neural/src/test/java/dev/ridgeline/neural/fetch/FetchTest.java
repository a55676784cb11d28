// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.study.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server of this JVM. */
class FetchTest {
  @TempDir private Path folder;

  private final byte[] content = new byte[100_000];
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;
  private int cutAfter = Integer.MAX_VALUE;
  private boolean ranged = true;

  @BeforeEach
  void startServer() throws IOException {
    new Random(3).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int start =
        ranged && range != null ? Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1")) : 0;
    if (start >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
    int end = Math.min(content.length, cutAfter);
    exchange.getResponseBody().write(content, start, Math.max(0, end - start));
    exchange.close();
  }

  private URI place() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/file");
  }

  private static Checksum checksum(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new Checksum(HexFormat.of().formatHex(digest), false);
  }

  private void fetch(Path target, Checksum checksum) throws Exception {
    new Download(line -> assertThat(line).isNotEmpty()).fetch(place(), target, checksum);
  }

  @Test
  void aDownloadThatWasCutOffGoesOnWhereItStopped() throws Exception {
    Path target = folder.resolve("set/file.bin");
    cutAfter = 40_000;
    assertThatThrownBy(() -> fetch(target, checksum(content))).isInstanceOf(IOException.class);
    assertThat(target).doesNotExist();
    Path part = folder.resolve("set/file.bin.part");
    long have = Files.size(part);
    assertThat(have).isPositive().isLessThanOrEqualTo(40_000);
    cutAfter = Integer.MAX_VALUE;
    fetch(target, checksum(content));
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(part).doesNotExist();
    assertThat(ranges).containsExactly("null", "bytes=" + have + "-");
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws Exception {
    ranged = false;
    Path target = folder.resolve("file.bin");
    Files.write(folder.resolve("file.bin.part"), new byte[500]);
    fetch(target, checksum(content));
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void allThatHasArrivedIsCheckedWithoutAskingAgain() throws Exception {
    Path target = folder.resolve("file.bin");
    Files.write(folder.resolve("file.bin.part"), content);
    fetch(target, checksum(content));
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void aWrongChecksumLeavesNothing() throws Exception {
    Path target = folder.resolve("file.bin");
    assertThatThrownBy(() -> fetch(target, checksum(new byte[1])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aChecksumOfTheContentDoesNotMindHowItIsPacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    Path file = Files.write(folder.resolve("x.gz"), packed.toByteArray());
    Checksum ofContent = new Checksum(checksum(content).sha256(), true);
    assertThat(ofContent.fits(file)).isTrue();
    assertThat(new Checksum(ofContent.sha256(), false).fits(file)).isFalse();
    assertThat(ofContent.fits(Files.write(file, content))).isFalse();
    assertThat(ofContent.fits(Files.write(file, Arrays.copyOf(packed.toByteArray(), 50_000))))
        .isFalse();
  }

  @Test
  void everySetHasFilesWithAChecksumThatCanBe() {
    for (DataSet set : DataSet.values()) {
      assertThat(Source.of(set)).as("%s", set).isNotEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checksum("00".repeat(32) + "0", false));
    assertThatIllegalArgumentException().isThrownBy(() -> new Checksum("00".repeat(33), false));
  }

  @Test
  void onlyKnownFilesLeaveAnArchive() throws Exception {
    Path archive = folder.resolve("a.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (String name : List.of("bin/one", "../evil", "bin/readme")) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(3);
        tar.putArchiveEntry(entry);
        tar.write(new byte[] {1, 2, 3});
        tar.closeArchiveEntry();
      }
    }
    Path out = folder.resolve("out");
    Unpack.files(archive, out, List.of("bin/one"));
    assertThat(out.resolve("bin/one")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(out.resolve("bin/readme")).doesNotExist();
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThatThrownBy(() -> Unpack.files(archive, out, List.of("bin/two")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lacks bin/two");
  }

  @Test
  void theCommandNamesEveryPlaceThatFailed() {
    String base = "http://localhost:" + server.getAddress().getPort() + "/nothing";
    CommandRun run =
        CommandRun.of(
            "neural",
            "fetch",
            "--data",
            folder.resolve("d").toString(),
            "--sets",
            "mnist",
            "--from",
            base,
            "--quiet");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("mnist/train-images-idx3-ubyte.gz")
        .contains("status 404")
        .contains("the same command goes on");
    assertThat(CommandRun.of("neural", "fetch", "--data", "x", "--sets", "wine").code())
        .isEqualTo(2);
  }
}
