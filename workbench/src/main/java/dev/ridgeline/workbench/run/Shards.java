// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.TypeConversionException;

/**
 * All shards of one run, checked: each there once, finished, and of the same run.
 *
 * @param plan of the whole run
 * @param arguments of the command line that computes it, without the folder
 * @param cells how many the run has
 * @param folders of the shards, by their numbers
 */
record Shards(RunPlan plan, List<String> arguments, int cells, List<Path> folders) {
  /** The option that makes a shard. */
  static final String OPTION = "--shard";

  /** The result file of a shard: one line for each of its cells, as {@link CellStore} has them. */
  static final String CELLS = "cells.log";

  /** One folder and what its manifest says. */
  private record One(Path folder, RunPlan plan, JsonNode manifest, Shard shard) {
    int number(String field) {
      return manifest.path(field).asInt(-1);
    }

    RunPlan whole() {
      Map<String, String> parameters = new TreeMap<>(plan.parameters());
      parameters.remove(OPTION);
      return new RunPlan(plan.command(), parameters, plan.version(), plan.backend());
    }
  }

  /**
   * Reads and checks the shards of a run.
   *
   * @param folders in any order
   * @return the run
   * @throws BadInputException naming the shard that is missing, there twice, unfinished or foreign
   */
  static Shards read(List<Path> folders) {
    List<One> all = new ArrayList<>();
    for (Path folder : folders) {
      all.add(one(folder));
    }
    One first = all.getFirst();
    int count = first.shard().count();
    One[] byNumber = new One[count];
    for (One one : all) {
      requireSameRun(first, one);
      One other = byNumber[one.shard().index() - 1];
      if (other != null) {
        throw new BadInputException(
            "shard %s is there twice: %s and %s, leave one out"
                .formatted(one.shard(), other.folder(), one.folder()));
      }
      byNumber[one.shard().index() - 1] = one;
    }
    String missing =
        IntStream.range(0, count)
            .filter(i -> byNumber[i] == null)
            .mapToObj(i -> new Shard(i + 1, count).toString())
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "of the %d shards of the run these are missing: %s; name their folders too"
              .formatted(count, missing));
    }
    int cells = first.number("cells_of_run");
    for (One one : byNumber) {
      requireWhole(one, cells);
    }
    List<String> arguments = new ArrayList<>();
    first.manifest().path("arguments").forEach(word -> arguments.add(word.asText()));
    return new Shards(
        first.whole(), arguments, cells, List.of(byNumber).stream().map(One::folder).toList());
  }

  private static One one(Path path) {
    RunFolder folder = new RunFolder(path.toAbsolutePath().normalize());
    try {
      Optional<RunPlan> plan = folder.finished();
      if (folder.hasState() && plan.isEmpty()) {
        throw new BadInputException(
            "the run in " + path + " is not finished: its own command with --resume finishes it");
      }
      String shard = plan.map(of -> of.parameters().get(OPTION)).orElse(null);
      if (shard == null) {
        throw new BadInputException(
            "DIR", path, "the folder of a shard, which a study with " + OPTION + " has filled");
      }
      JsonNode manifest = Json.MAPPER.readTree(folder.path().resolve(RunFolder.MANIFEST).toFile());
      return new One(path, plan.orElseThrow(), manifest, Shard.parse(shard));
    } catch (IOException | TypeConversionException failure) {
      throw new BadInputException("cannot read the shard in " + path + ": " + failure.getMessage());
    }
  }

  private static void requireSameRun(One first, One other) {
    Optional<RunPlan.Difference> difference = first.whole().difference(other.whole());
    if (difference.isPresent()) {
      throw foreign(first, other, difference.get());
    }
    if (first.shard().count() != other.shard().count()) {
      throw foreign(
          first,
          other,
          new RunPlan.Difference(OPTION, first.shard().toString(), other.shard().toString()));
    }
  }

  private static BadInputException foreign(One first, One other, RunPlan.Difference difference) {
    return new BadInputException(
        "the shard in %s is of another run: %s is %s there and %s in %s"
            .formatted(
                other.folder(),
                difference.name(),
                difference.given(),
                difference.recorded(),
                first.folder()));
  }

  private static void requireWhole(One one, int cells) {
    Shard shard = one.shard();
    int expected = (int) IntStream.range(0, Math.max(0, cells)).filter(shard::has).count();
    int found;
    try {
      found = CellStore.count(one.folder().resolve(CELLS));
    } catch (IOException failure) {
      throw new BadInputException(
          "cannot read the cells of shard %s: %s; compute it again"
              .formatted(shard, one.folder().resolve(CELLS)));
    }
    if (cells < 0 || one.number("cells_of_run") != cells || found != expected) {
      throw new BadInputException(
          "shard %s in %s has %d cells where the run has %d for it: compute it again"
              .formatted(shard, one.folder(), found, expected));
    }
  }

  /** The lines of all cells. */
  byte[] lines() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Path folder : folders) {
      lines.write(Files.readAllBytes(folder.resolve(CELLS)));
    }
    return lines.toByteArray();
  }
}
