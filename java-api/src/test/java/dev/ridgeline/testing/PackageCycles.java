// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cycles between the packages of a module, from its source text: imports, static ones included, and
 * fully qualified names in code. Comments and text do not count.
 */
public final class PackageCycles {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /** Comments, text blocks, text and characters, whichever begins first. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\""
              + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'(?:[^'\\\\]|\\\\[^\\n]{1,5}?)'");

  private static final Pattern QUALIFIED =
      Pattern.compile("\\b((?:[a-z]\\w*\\.)+)(?:([A-Z]\\w*)|\\*)");

  private PackageCycles() {}

  /**
   * An arrow that is part of a cycle.
   *
   * @param from the package that uses
   * @param to the package that is used
   * @param uses what of the one uses what of the other
   */
  public record Edge(String from, String to, SortedSet<String> uses) {
    /**
     * The arrow without its reasons.
     *
     * @return {@code FROM -> TO}
     */
    public String arrow() {
      return from + " -> " + to;
    }

    @Override
    public String toString() {
      return arrow() + ": " + String.join(", ", uses);
    }
  }

  /**
   * Finds all cycles.
   *
   * @param sources folder of a module's main code, such as {@code src/main/java}
   * @return every arrow that lies on a cycle, in alphabetical order
   * @throws IOException when a file cannot be read
   * @throws IllegalArgumentException when the folder holds no package, which would prove nothing
   */
  public static List<Edge> of(Path sources) throws IOException {
    Map<Path, String> texts = new HashMap<>();
    SortedMap<String, SortedMap<String, SortedSet<String>>> arrows = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
        String code = NOT_CODE.matcher(Files.readString(file)).replaceAll(" ");
        if (PACKAGE.matcher(code).find()) {
          texts.put(file, code);
          arrows.putIfAbsent(packageOf(code), new TreeMap<>());
        }
      }
    }
    if (arrows.isEmpty()) {
      throw new IllegalArgumentException("no package in " + sources.toAbsolutePath());
    }
    texts.forEach((file, code) -> collect(file, code, arrows));
    List<Edge> cycles = new ArrayList<>();
    for (String from : arrows.keySet()) {
      arrows
          .get(from)
          .forEach(
              (to, uses) -> {
                if (reachable(to, arrows).contains(from)) {
                  cycles.add(new Edge(from, to, uses));
                }
              });
    }
    return cycles;
  }

  private static String packageOf(String code) {
    Matcher matcher = PACKAGE.matcher(code);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static void collect(
      Path file, String code, Map<String, SortedMap<String, SortedSet<String>>> arrows) {
    String from = packageOf(code);
    String user = file.getFileName().toString().replace(".java", "");
    Matcher name = QUALIFIED.matcher(code);
    while (name.find()) {
      String to = name.group(1).substring(0, name.group(1).length() - 1);
      if (arrows.containsKey(to) && !to.equals(from)) {
        String used = name.group(2) == null ? "*" : name.group(2);
        arrows.get(from).computeIfAbsent(to, absent -> new TreeSet<>()).add(user + " uses " + used);
      }
    }
  }

  /** All packages that can be reached from one, itself included. */
  private static Set<String> reachable(
      String start, Map<String, SortedMap<String, SortedSet<String>>> arrows) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (seen.add(next)) {
        open.addAll(arrows.get(next).keySet());
      }
    }
    return seen;
  }
}
