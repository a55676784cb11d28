// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Says in the help of a command what its options call a grid. */
final class GridHelp {
  private static final String SECTION = "grids";
  private static final String WORDS =
      "%nGRID is a number, a list a,b,c, START:END:COUNT (evenly spaced) or"
          + "%nlogspace:START:END:COUNT (each the same multiple of the one before).%n";

  private GridHelp() {}

  /** Adds it to a command and to those below it, where an option takes one. */
  static void addTo(CommandLine line) {
    line.getSubcommands().values().forEach(GridHelp::addTo);
    boolean takesGrids =
        line.getCommandSpec().options().stream()
            .anyMatch(option -> option.paramLabel().contains("GRID"));
    if (takesGrids) {
      line.getHelpSectionMap().put(SECTION, help -> help.createHeading(WORDS));
      List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
      keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
      line.setHelpSectionKeys(keys);
    }
  }
}
