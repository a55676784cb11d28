// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Brings one file from the network. What has arrived lies beside the target as {@code NAME.part};
 * the next attempt asks for the rest only. The target appears by rename once its checksum is right.
 */
final class Download {
  private static final int PARTIAL_CONTENT = 206;
  private static final int OK = 200;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BLOCK = 1 << 16;

  /** A message now and then on the way. */
  private static final long REPORT_EVERY = 16L << 20;

  private final Consumer<String> say;

  /**
   * Downloads that say what they do.
   *
   * @param say takes one line at a time
   */
  Download(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Fetches a file.
   *
   * @param source where it is
   * @param target where it goes
   * @param checksum SHA-256 of what the file holds, unpacked if its name ends in {@code .gz} and
   *     the checksum is of the content
   * @throws IOException when it cannot be had; what has arrived stays for the next attempt, unless
   *     it is whole and wrong
   * @throws InterruptedException when the thread is interrupted
   */
  void fetch(URI source, Path target, Checksum checksum) throws IOException, InterruptedException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path part = target.resolveSibling(target.getFileName() + ".part");
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(PATIENCE);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try (HttpClient client = client()) {
      receive(client, request.build(), part, have);
    }
    if (!checksum.fits(part)) {
      Files.delete(part);
      throw new IOException("what arrived does not have the checksum " + checksum);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private void receive(HttpClient client, HttpRequest request, Path part, long have)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case PARTIAL_CONTENT -> {
          requireStart(response, have);
          say.accept(request.uri() + ": going on at " + megabytes(have));
          append(body, part, have);
        }
        case OK -> {
          // the server does not go on in the middle, or there was nothing yet
          Files.deleteIfExists(part);
          say.accept(request.uri() + ": fetching");
          append(body, part, 0);
        }
        case RANGE_NOT_SATISFIABLE -> say.accept(request.uri() + ": all has arrived already");
        default -> throw new IOException("the server answers with status " + response.statusCode());
      }
    }
    requireWhole(response, part);
  }

  /** A server that answers with another part than asked for would make a hole. */
  private static void requireStart(HttpResponse<?> response, long have) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + have + "-")) {
      throw new IOException("the server answers with the part '" + range + "', asked from " + have);
    }
  }

  private void append(InputStream body, Path part, long start) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] block = new byte[BLOCK];
      long arrived = start;
      for (int read = body.read(block); read >= 0; read = body.read(block)) {
        out.write(block, 0, read);
        if (arrived / REPORT_EVERY != (arrived + read) / REPORT_EVERY) {
          say.accept(part.getFileName() + ": " + megabytes(arrived + read));
        }
        arrived += read;
      }
    }
  }

  /** A connection that ends early looks like the end of the file to some protocols. */
  private static void requireWhole(HttpResponse<?> response, Path part) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    long whole =
        range.contains("/")
            ? lengthOf(range.substring(range.indexOf('/') + 1))
            : response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (whole >= 0 && Files.size(part) < whole) {
      throw new IOException("only " + Files.size(part) + " of " + whole + " bytes arrived");
    }
  }

  private static long lengthOf(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
