// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run computes: equal plans give equal files. The manifest holds the same fields.
 *
 * @param command the command, for instance {@code ridgeline phase}
 * @param parameters its options by name, in canonical spelling, those that cannot change a result
 *     left out
 * @param version the version of the program
 * @param backend the backend, resolved
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunPlan(String command, Map<String, String> parameters, String version, String backend) {

  RunPlan {
    parameters = new TreeMap<>(parameters);
  }

  RunPlan withBackend(String resolved) {
    return new RunPlan(command, parameters, version, resolved);
  }

  /**
   * Refuses to go on with a folder that holds something else.
   *
   * @param wanted the plan of this command line; its backend may be {@code auto}
   */
  void requireSame(RunPlan wanted) {
    requireSame(wanted, "the run to resume (--overwrite starts anew)");
  }

  /** The same; the words name where this plan is from. */
  void requireSame(RunPlan wanted, String where) {
    difference(wanted)
        .ifPresent(
            difference -> {
              throw new BadInputException(
                  difference.name,
                  difference.given == null ? "(absent)" : difference.given,
                  "'" + difference.recorded + "', as in " + where);
            });
  }

  /** The first difference from another plan, whose backend may be {@code auto}. */
  Optional<Difference> difference(RunPlan other) {
    List<Difference> fields = new ArrayList<>();
    fields.add(new Difference("command", command, other.command));
    TreeSet<String> names = new TreeSet<>(parameters.keySet());
    names.addAll(other.parameters.keySet());
    for (String name : names) {
      fields.add(new Difference(name, parameters.get(name), other.parameters.get(name)));
    }
    if (!other.backend.equals("auto")) {
      fields.add(new Difference("--backend", backend, other.backend));
    }
    fields.add(new Difference("version", version, other.version));
    return fields.stream()
        .filter(field -> !Objects.equals(field.recorded, field.given))
        .findFirst();
  }

  /**
   * Where two plans differ.
   *
   * @param name of the parameter
   * @param recorded in the plan; null where absent
   * @param given in the other; null where absent
   */
  record Difference(String name, String recorded, String given) {}
}
