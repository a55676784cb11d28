// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Map;
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
    differ("command", command, wanted.command);
    TreeSet<String> names = new TreeSet<>(parameters.keySet());
    names.addAll(wanted.parameters.keySet());
    for (String name : names) {
      differ(name, parameters.get(name), wanted.parameters.get(name));
    }
    if (!wanted.backend.equals("auto")) {
      differ("--backend", backend, wanted.backend);
    }
    differ("version", version, wanted.version);
  }

  private static void differ(String name, String recorded, String given) {
    if (recorded == null ? given != null : !recorded.equals(given)) {
      throw new BadInputException(
          name,
          given == null ? "(absent)" : given,
          "'" + recorded + "', as in the run to resume (--overwrite starts anew)");
    }
  }
}
