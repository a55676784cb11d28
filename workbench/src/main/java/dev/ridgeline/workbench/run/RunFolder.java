// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.transfer.model.OutputFile;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a run folder and what their presence means. No decisions about options here.
 *
 * <p>The order of every change is such that a kill between any two leaves a state that {@code
 * --resume} and {@code --overwrite} understand:
 *
 * <ul>
 *   <li>finished: a manifest of ours and no state, or no plan in it;
 *   <li>finished but not cleaned up: a manifest of ours and a plan;
 *   <li>being discarded: {@code discard.json}, whatever else there is;
 *   <li>at work: a plan and no manifest.
 * </ul>
 */
final class RunFolder {
  static final String MANIFEST = "manifest.json";

  private final Path folder;
  private final Path state;
  private Map<Path, String> inputs = Map.of();

  RunFolder(Path folder) {
    this.folder = folder;
    this.state = folder.resolve(".run");
  }

  /** Never writes to these files; the values are the options that name them. */
  void protect(Map<Path, String> protectedInputs) {
    inputs = protectedInputs;
  }

  /** Refuses to write to an input, by whatever name: links, hard ones too, lead to one file. */
  void requireNoInput(Path output) throws IOException {
    for (Map.Entry<Path, String> input : inputs.entrySet()) {
      if (Files.exists(output)
          && Files.exists(input.getKey())
          && Files.isSameFile(output, input.getKey())) {
        throw new BadInputException(
            input.getValue(),
            input.getKey(),
            "a file that this run does not replace: it is " + output + ", name another --out");
      }
    }
  }

  Path path() {
    return folder;
  }

  Path lockFile() {
    return state.resolve("lock");
  }

  Path state() {
    return state;
  }

  Path cellLog() {
    return state.resolve("cells.log");
  }

  private Path planFile() {
    return state.resolve("plan.json");
  }

  private Path discardFile() {
    return state.resolve("discard.json");
  }

  private Path staged() {
    return state.resolve("staged");
  }

  boolean isEmptyOrAbsent() throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  boolean hasState() {
    return Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS);
  }

  /** The plan of the finished run that the folder holds, cleaned up or not. */
  Optional<RunPlan> finished() throws IOException {
    return Files.exists(discardFile()) ? Optional.empty() : plan(folder.resolve(MANIFEST));
  }

  /** The plan of the run that was killed here. */
  Optional<RunPlan> unfinished() throws IOException {
    if (Files.exists(discardFile())) {
      return Optional.empty();
    }
    Optional<RunPlan> plan = plan(planFile());
    // it appears complete or not at all, so finished cells must not go for want of it
    if (plan.isEmpty() && Files.exists(planFile())) {
      throw damaged(planFile(), null);
    }
    return plan;
  }

  private static Optional<RunPlan> plan(Path file) throws IOException {
    Optional<JsonNode> json = read(file);
    try {
      return json.isEmpty()
          ? Optional.empty()
          : Optional.of(Json.MAPPER.treeToValue(json.get(), RunPlan.class));
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  /** That a part of the state cannot be used, and what to do. */
  RunFailedException damaged(Path part, Exception cause) {
    return new RunFailedException(
        "the unfinished run in "
            + folder
            + " is damaged, "
            + folder.relativize(part)
            + " cannot be used: --overwrite starts anew",
        cause);
  }

  /** A JSON file of ours, or nothing when it is absent or somebody else's. */
  private static Optional<JsonNode> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      boolean ours =
          json.path("command").isTextual()
              && json.path("parameters").isObject()
              && json.path("version").isTextual()
              && json.path("backend").isTextual();
      return ours ? Optional.of(json) : Optional.empty();
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  /** Records what is about to be computed. */
  void begin(RunPlan plan) throws IOException {
    OutputFile.write(
        planFile(), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(plan));
  }

  /** Begins with cells that are finished; before the plan, so that it is all of them or none. */
  void keepCells(byte[] lines) throws IOException {
    OutputFile.write(cellLog(), lines);
  }

  /** Removes the files of an earlier run, and only those; also finishes a removal cut short. */
  void discard() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    if (Files.isRegularFile(discardFile())) {
      try {
        Json.MAPPER
            .readTree(Files.readAllBytes(discardFile()))
            .forEach(name -> names.add(name.asText()));
      } catch (JsonProcessingException damaged) {
        names.clear(); // the files that it named are replaced by name
      }
    }
    for (Path manifest : List.of(folder.resolve(MANIFEST), staged().resolve(MANIFEST))) {
      Optional<JsonNode> json = read(manifest);
      if (json.isPresent()) {
        names.add(MANIFEST);
        json.get().path("files").forEach(name -> names.add(name.asText()));
      }
    }
    if (Files.isDirectory(discardFile())) {
      remove(discardFile());
    }
    OutputFile.write(discardFile(), Json.MAPPER.writeValueAsBytes(names));
    removeProgress();
    // A manifest that was tampered with must not lead out of the folder.
    List<Path> files =
        names.stream()
            .map(name -> folder.resolve(name).normalize())
            .filter(file -> folder.normalize().equals(file.getParent()))
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .toList();
    modes().keep(files);
    for (Path file : files) {
      Files.delete(file);
    }
    // A link to a manifest stays, and what it leads to must no longer say that a run is finished.
    Path manifest = folder.resolve(MANIFEST);
    if (Files.isSymbolicLink(manifest) && read(manifest).isPresent()) {
      OutputFile.write(manifest, new byte[0]);
    }
    remove(discardFile());
  }

  /** The result files of earlier runs that --overwrite would remove. */
  List<Path> replaceable() throws IOException {
    List<Path> files = new ArrayList<>();
    Optional<JsonNode> manifest = read(folder.resolve(MANIFEST));
    if (manifest.isPresent()) {
      files.add(folder.resolve(MANIFEST));
      manifest.get().path("files").forEach(name -> files.add(folder.resolve(name.asText())));
    }
    return files;
  }

  /** A folder where a run of this command needs a file, as far as earlier runs tell its files. */
  Optional<Path> obstacle(String command) throws IOException {
    Set<String> names = new LinkedHashSet<>(List.of(MANIFEST));
    for (Path manifest : List.of(folder.resolve(MANIFEST), staged().resolve(MANIFEST))) {
      Optional<JsonNode> json = read(manifest);
      if (json.isPresent() && json.get().path("command").asText().equals(command)) {
        json.get().path("files").forEach(name -> names.add(name.asText()));
      }
    }
    return names.stream()
        .map(name -> folder.resolve(name).normalize())
        .filter(file -> folder.normalize().equals(file.getParent()))
        .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
        .findFirst();
  }

  /** Puts a result file where it waits for the others. */
  void stage(String name, byte[] content) throws IOException {
    if (!name.equals(Path.of(name).getFileName().toString()) || name.startsWith(".")) {
      throw new IllegalArgumentException("a result file needs a plain name: name=" + name);
    }
    if (Files.isDirectory(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(folder.resolve(name).toString(), null, "is a folder");
    }
    requireNoInput(folder.resolve(name));
    Files.createDirectories(staged());
    OutputFile.write(staged().resolve(name), content);
  }

  /** The text of a result file that waits for the others. */
  String staged(String name) throws IOException {
    return Files.readString(staged().resolve(name));
  }

  /** Moves the staged files into place, the manifest last. */
  void publish(List<String> names) throws IOException {
    for (String name : names) {
      move(name);
    }
    force(folder); // the results are on disk before the manifest says so
    move(MANIFEST);
    force(folder);
  }

  /** By rename, but where a link or a device stands: that is written to. */
  private void move(String name) throws IOException {
    Path staged = staged().resolve(name);
    Path file = folder.resolve(name);
    if (Files.isSymbolicLink(file) || OutputFile.isWrittenThrough(file)) {
      OutputFile.write(file, to -> Files.copy(staged, to));
      return; // the staged one goes with the state: a run killed here publishes once more
    }
    Optional<Set<PosixFilePermission>> mode = modes().of(name);
    if (mode.isEmpty()) {
      mode = OutputFile.mode(file);
    }
    if (mode.isPresent()) {
      Files.setPosixFilePermissions(staged, mode.get());
    }
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private KeptModes modes() {
    return new KeptModes(state.resolve("modes.json"));
  }

  /** Removes the state folder, the plan after all that it needs, the lock last. */
  void removeState() throws IOException {
    removeProgress();
    Files.deleteIfExists(modes().file());
    Files.deleteIfExists(lockFile());
    try {
      Files.deleteIfExists(state);
    } catch (DirectoryNotEmptyException takenOver) {
      // Another process found the lock free in this instant; the folder is now its to clear.
      return;
    }
  }

  private void removeProgress() throws IOException {
    remove(staged());
    removeContent(state);
    remove(planFile());
  }

  /** Removes what a folder holds, whatever it is, but for what says what state it is in. */
  private void removeContent(Path inside) throws IOException {
    if (!Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> content = Files.list(inside)) {
      files = content.toList();
    }
    for (Path file : files) {
      if (!Set.of(lockFile(), planFile(), discardFile(), modes().file()).contains(file)) {
        remove(file);
      }
    }
  }

  private void remove(Path file) throws IOException {
    removeContent(file);
    Files.deleteIfExists(file);
  }

  /** The folder, created and writable, or a refusal. */
  void requireWritable() {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw notWritable(failure);
    }
    if (!Files.isWritable(folder)) {
      throw new BadInputException("--out", folder, "a folder that can be written");
    }
  }

  BadInputException notWritable(IOException failure) {
    return new BadInputException(
        "--out",
        folder,
        "a folder that can be written (" + failure.getClass().getSimpleName() + ")");
  }

  /** Asks the system to put a folder on disk; some systems refuse that. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException refused) {
      return;
    }
  }
}
