// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the data sets from where they are published, goes on where it was cut off. */
@Command(
    name = "fetch",
    versionProvider = Version.class,
    description = "Downloads the data sets from their official sources; resumable, checked.")
public final class FetchCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder that the data sets go to.")
  private Path data;

  @Option(
      names = "--sets",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "mnist,cifar10,20newsgroups",
      description = "mnist, cifar10, 20newsgroups; default ${DEFAULT-VALUE}.")
  private List<String> sets;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "Another place with the same files, such as a mirror of your own.")
  private URI from;

  @Spec private CommandSpec command;

  /** Made by picocli. */
  public FetchCommand() {}

  @Override
  public Integer call() {
    List<DataSet> chosen = sets.stream().map(FetchCommand::set).toList();
    if (from != null && (from.getScheme() == null || !from.getScheme().matches("https?"))) {
      throw new BadInputException(
          "--from", from, "an address that begins with http:// or https://");
    }
    if (Files.exists(data) && !Files.isDirectory(data)) {
      throw new BadInputException("--data", data, "a folder");
    }
    for (DataSet set : chosen) {
      fetch(set);
    }
    return ExitCode.DONE;
  }

  private static DataSet set(String name) {
    return Arrays.stream(DataSet.values())
        .filter(set -> set.folder().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadInputException("--sets", name, "mnist, cifar10, 20newsgroups"));
  }

  private void fetch(DataSet set) {
    if (set.isComplete(data)) {
      say(set.folder() + ": all files are there");
      return;
    }
    for (Source source : Source.of(set)) {
      fetch(from == null ? source : source.from(from));
    }
    if (set == DataSet.CIFAR10) {
      unpackCifar();
    }
    say(set.folder() + ": ready in " + data.resolve(set.folder()));
  }

  private void fetch(Source source) {
    Path target = data.resolve(source.target());
    try {
      if (Files.isRegularFile(target) && source.checksum().fits(target)) {
        say(source.target() + ": there already");
        return;
      }
    } catch (IOException failure) {
      throw new RunFailedException("cannot read " + target + ": " + failure.getMessage(), failure);
    }
    StringBuilder reasons = new StringBuilder();
    Exception last = null;
    for (URI place : source.places()) {
      try {
        new Download(this::say).fetch(place, target, source.checksum());
        return;
      } catch (IOException failure) {
        last = failure;
        reasons
            .append(reasons.isEmpty() ? "" : "; ")
            .append(place)
            .append(": ")
            .append(
                failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : failure.getMessage());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new RunFailedException("interrupted: the same command goes on", interrupted);
      }
    }
    throw new RunFailedException(
        "cannot fetch "
            + source.target()
            + " ("
            + reasons
            + "): what has arrived is kept, the same command goes on; or put the file there by"
            + " hand",
        last);
  }

  private void unpackCifar() {
    Path archive = data.resolve("cifar10/cifar-10-binary.tar.gz");
    try {
      Unpack.files(archive, data.resolve("cifar10"), DataSet.CIFAR10.fileNames());
      Files.delete(archive);
    } catch (IOException failure) {
      throw new RunFailedException(
          "cannot unpack " + archive + ": " + failure.getMessage(), failure);
    }
  }

  private void say(String line) {
    if (!GlobalOptions.of(command).quiet()) {
      System.err.println("ridgeline: " + line);
    }
  }
}
