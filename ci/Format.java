// SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks (or with {@code --fix} mends) the layout of every Java file below a folder.
 *
 * <p>It runs on the JDK that compiles the project, so it reads every syntax the compiler reads; a
 * plug-in inside Maven would be bound to the Java that Maven happens to run on.
 */
public final class Format {
  private static final String SPDX = "// SPDX-License-Identifier: Apache-2.0\n";

  private Format() {}

  /** Arguments: {@code --check} or {@code --fix}, then the folder. */
  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("--fix");
    Path root = Path.of(args[1]);
    Formatter formatter = new Formatter();
    List<String> wrong = new ArrayList<>();
    List<Path> files;
    try (var walk = Files.walk(root)) {
      files =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !("/" + root.relativize(file)).contains("/target/"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      String licensed = source.startsWith(SPDX) ? source : SPDX + "\n" + source;
      String formatted = formatter.formatSourceAndFixImports(licensed);
      if (formatted.equals(source)) {
        continue;
      }
      if (fix) {
        Files.writeString(file, formatted);
      } else {
        wrong.add(root.relativize(file).toString());
      }
    }
    if (!wrong.isEmpty()) {
      System.err.println("Not formatted, or without the SPDX line (mend with ci/format.sh):");
      wrong.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
  }
}
