// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Tables of how often intervals hold the truth. */
final class CoverageTables {
  private static final double SHARE = 0.95;

  private CoverageTables() {}

  /**
   * Coverage before and after widening, and widths, by law, noise and number of target rows.
   *
   * @param families outcomes by the name of their family, with several numbers of target rows
   */
  static String coverage(Map<String, List<Outcome>> families) {
    Markdown table =
        new Markdown(
            "Law",
            "noise",
            "target rows",
            "problems",
            "gain, raw",
            "gain",
            "width / Var y",
            "losses, raw",
            "losses",
            "width / loss");
    families.forEach(
        (name, all) ->
            byNoise(all)
                .forEach(
                    (noise, of) ->
                        byRows(of)
                            .forEach((rows, some) -> coverage(table, name, noise, rows, some))));
    return table.toString();
  }

  private static void coverage(
      Markdown table, String name, Noise noise, int rows, List<Outcome> some) {
    List<Claim> gains = gains(some);
    List<Claim> losses = losses(some);
    table.row(
        name,
        noise,
        rows,
        some.size(),
        Markdown.percent(Claim.coverage(gains, 1)),
        Markdown.percent(Claim.coverage(gains)),
        Markdown.number(
            Claim.width(gains, some.stream().mapToDouble(Outcome::variance).toArray()), 2),
        Markdown.percent(Claim.coverage(losses, 1)),
        Markdown.percent(Claim.coverage(losses)),
        Markdown.number(
            Claim.width(losses, losses.stream().mapToDouble(Claim::truth).toArray()), 2));
  }

  /**
   * Coverage of the loss of each choice.
   *
   * @param families outcomes by the name of their family
   */
  static String byChoice(Map<String, List<Outcome>> families) {
    List<Choice> choices =
        Arrays.stream(Choice.values())
            .filter(c -> families.values().iterator().next().getFirst().losses().containsKey(c))
            .toList();
    List<String> head = new ArrayList<>(List.of("Law", "noise"));
    choices.forEach(choice -> head.add(choice.toString()));
    Markdown table = new Markdown(head.toArray(String[]::new));
    families.forEach(
        (name, all) ->
            byNoise(all)
                .forEach(
                    (noise, of) -> {
                      List<Object> cells = new ArrayList<>(List.of(name, noise));
                      choices.forEach(
                          choice ->
                              cells.add(
                                  Markdown.percent(
                                      Claim.coverage(
                                          of.stream().map(o -> o.losses().get(choice)).toList()))));
                      table.row(cells.toArray());
                    }));
    return table.toString();
  }

  /**
   * The factors that make intervals hold the truth in 95 % on one family, and what they hold on the
   * others.
   *
   * @param families outcomes by the name of their family
   */
  static String factors(Map<String, List<Outcome>> families) {
    List<String> head = new ArrayList<>(List.of("Interval", "fitted on", "factor"));
    families.keySet().forEach(name -> head.add("holds on " + name));
    Markdown table = new Markdown(head.toArray(String[]::new));
    factors(table, families, "gain", CoverageTables::gains);
    factors(table, families, "losses", CoverageTables::losses);
    return table.toString();
  }

  private static void factors(
      Markdown table,
      Map<String, List<Outcome>> families,
      String what,
      Function<List<Outcome>, List<Claim>> claims) {
    families.forEach(
        (name, all) -> {
          double factor = Claim.factorFor(claims.apply(all), SHARE);
          List<Object> cells = new ArrayList<>(List.of(what, name, Markdown.number(factor, 2)));
          families
              .values()
              .forEach(of -> cells.add(Markdown.percent(Claim.coverage(claims.apply(of), factor))));
          table.row(cells.toArray());
        });
  }

  private static List<Claim> gains(List<Outcome> all) {
    return all.stream().map(Outcome::gain).toList();
  }

  private static List<Claim> losses(List<Outcome> all) {
    return all.stream().flatMap(o -> o.losses().values().stream()).toList();
  }

  private static Map<Noise, List<Outcome>> byNoise(List<Outcome> all) {
    Map<Noise, List<Outcome>> groups = new EnumMap<>(Noise.class);
    all.forEach(o -> groups.computeIfAbsent(o.noise(), noise -> new ArrayList<>()).add(o));
    return groups;
  }

  private static Map<Integer, List<Outcome>> byRows(List<Outcome> all) {
    Map<Integer, List<Outcome>> groups = new TreeMap<>();
    all.forEach(o -> groups.computeIfAbsent(o.rows(), rows -> new ArrayList<>()).add(o));
    return groups;
  }
}
