// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command says on standard output once its files are in place: the findings and where the
 * report is or, with {@code --json}, one JSON file and nothing else.
 *
 * @param out standard output
 * @param quiet whether to say nothing; JSON that is asked for comes all the same
 * @param json whether JSON is asked for
 * @param answer the result file that is this command's JSON
 */
record Ending(PrintWriter out, boolean quiet, boolean json, String answer) {
  static final String REPORT = "report.html";

  /** Of a run that has just published its files; the text is that of the answer. */
  void say(Path folder, String text, List<String> files, List<String> findings) {
    if (json) {
      out.println(text.strip());
      // a writer around System.out does not hear of what fails behind it
      if (out.checkError() || System.out.checkError()) {
        throw new RunFailedException(
            "cannot write to standard output: it is closed, or full; the run itself is finished in "
                + folder);
      }
    } else if (!quiet) {
      findings.forEach(out::println);
      out.println("report: " + (files.contains(REPORT) ? folder.resolve(REPORT) : folder));
    }
    out.flush();
  }

  /** Of a run that was finished before, whose manifest has the files and findings. */
  void repeat(Path folder) throws IOException {
    JsonNode manifest = Json.MAPPER.readTree(folder.resolve(RunFolder.MANIFEST).toFile());
    List<String> files = new ArrayList<>();
    manifest.path("files").forEach(name -> files.add(name.asText()));
    List<String> findings = new ArrayList<>();
    manifest.path("findings").forEach(finding -> findings.add(finding.asText()));
    say(folder, json ? Files.readString(folder.resolve(answer)) : "", files, findings);
  }
}
