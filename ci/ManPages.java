// SPDX-License-Identifier: Apache-2.0

import dev.ridgeline.workbench.cli.Main;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a manual page in AsciiDoc for every command, as picocli makes them. */
class ManPages {
  public static void main(String[] args) throws Exception {
    List<CommandSpec> specs = new ArrayList<>();
    CommandLine root = Main.commandLine();
    specs.add(root.getCommandSpec());
    for (CommandLine command : root.getSubcommands().values()) {
      explainGrids(command);
      specs.add(command.getCommandSpec());
    }
    int code =
        ManPageGenerator.generateManPage(
            new File(args[0]), null, new boolean[0], false, specs.toArray(CommandSpec[]::new));
    System.exit(code);
  }

  /** The section of our own in the help is none that picocli's pages have. */
  private static void explainGrids(CommandLine command) {
    IHelpSectionRenderer grids = command.getHelpSectionMap().get("grids");
    if (grids != null) {
      String words = grids.render(command.getHelp()).strip().replaceAll("\\s+", " ");
      String[] description = command.getCommandSpec().usageMessage().description();
      List<String> both = new ArrayList<>(Arrays.asList(description));
      both.addAll(List.of("", words));
      command.getCommandSpec().usageMessage().description(both.toArray(String[]::new));
    }
  }
}
