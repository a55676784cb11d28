// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Seed.class)
final class SeedTest {
  @Test
  void printsOneLineThatRepeatsAFailure() {
    List<String> printed = new ArrayList<>();
    new Seed(printed::add).testFailed(context(), new AssertionError("no"));
    assertThat(printed)
        .singleElement()
        .asString()
        .matches(
            "repeat with: mvn -pl java-api test -Dtest=SeedTest#failing -Dtests\\.seed=0x[0-9a-f]+")
        .endsWith("0x%x".formatted(Seed.parse(System.getProperty(Seed.PROPERTY))));
  }

  /** Stands for a test method that fails. */
  void failing() {}

  private static ExtensionContext context() {
    return (ExtensionContext)
        Proxy.newProxyInstance(
            SeedTest.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRequiredTestClass" -> SeedTest.class;
                  case "getRequiredTestMethod" -> failingMethod();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Method failingMethod() throws NoSuchMethodException {
    return SeedTest.class.getDeclaredMethod("failing");
  }

  @Test
  void namesTheModuleSeenFromTheOutermostPom(@TempDir Path folder) throws IOException {
    Path module = Files.createDirectories(folder.resolve("root/native/nested"));
    for (Path each = module; !each.equals(folder); each = each.getParent()) {
      Files.createFile(each.resolve("pom.xml"));
    }
    assertThat(Seed.module(module)).isEqualTo(Path.of("native", "nested").toString());
    assertThat(Seed.module(folder.resolve("root/native"))).isEqualTo("native");
  }

  @ParameterizedTest
  @CsvSource({"17, 17", "-3, -3", "0x1f, 31", "0xffffffffffffffff, -1", "' 5 ', 5"})
  void readsDecimalAndHexadecimalSeeds(String text, long seed) {
    assertThat(Seed.parse(text)).isEqualTo(seed);
  }

  @Test
  void takesAFixedSeedWhenNoneIsGiven() {
    assertThat(Seed.parse("")).isEqualTo(Seed.parse(null)).isEqualTo(Seed.parse(" "));
  }

  @Test
  void givesEveryTestItsOwnStreamAndTheSameOneAgain(RandomGenerator random) {
    assertThat(random).isNotNull();
    assertThat(Seed.generator("a").nextLong()).isEqualTo(Seed.generator("a").nextLong());
    assertThat(Seed.generator("a").nextLong()).isNotEqualTo(Seed.generator("b").nextLong());
  }
}
