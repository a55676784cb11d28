// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan itself, and java-api by it. */
class PackageCyclesTest {
  @TempDir Path sources;

  private void write(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void javaApiHasNoCycle() throws IOException {
    assertThat(PackageCycles.of(Path.of("src/main/java"))).isEmpty();
  }

  @Test
  void importsStaticImportsAndQualifiedNamesMakeArrows() throws IOException {
    write("a/A.java", "package x.a;\nimport x.b.B;\nimport java.util.List;\nclass A {}\n");
    write("b/B.java", "package x.b;\nimport static x.c.C.D.e;\nclass B {}\n");
    write("c/C.java", "package x.c;\nclass C { char q = '\"'; x.a.A a; x.d.D d; }\n");
    write("d/D.java", "package x.d;\nimport x.e.*;\nclass D {}\n");
    write("e/E.java", "package x.e;\nclass E {}\n");
    assertThat(PackageCycles.of(sources))
        .extracting(PackageCycles.Edge::toString)
        .containsExactly("x.a -> x.b: A uses B", "x.b -> x.c: B uses C", "x.c -> x.a: C uses A");
  }

  @Test
  void commentsAndTextMakeNone() throws IOException {
    write("a/A.java", "package x.a;\nimport x.b.B;\nclass A {}\n");
    write(
        "b/B.java",
        """
        package x.b;
        /** {@link x.a.A}. */
        class B {
          // x.a.A
          char c = '\\'';
          String s = "\\"x.a.A";
          String t = \"""
              x.a.A "quoted"
              \""";
        }
        """);
    assertThat(PackageCycles.of(sources)).isEmpty();
  }

  @Test
  void aFolderWithoutCodeProvesNothing() {
    assertThatThrownBy(() -> PackageCycles.of(sources))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no package in ");
  }
}
