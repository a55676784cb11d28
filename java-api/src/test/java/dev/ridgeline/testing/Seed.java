// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a test its {@link RandomGenerator}, and prints the command that repeats a failure.
 *
 * <p>The system property {@code tests.seed} (decimal, or hexadecimal with {@code 0x}) chooses the
 * data; empty or absent stands for one fixed seed. Every test method, and every invocation of a
 * parameterised one, draws from a stream of its own, so that it sees the same data when run alone.
 */
public final class Seed implements ParameterResolver, TestWatcher {
  /** The system property. */
  public static final String PROPERTY = "tests.seed";

  private static final long FIXED = 0x1d6e11e5L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final Consumer<String> printer;

  /** For {@code @ExtendWith}: prints to standard error. */
  public Seed() {
    this(System.err::println);
  }

  Seed(Consumer<String> printer) {
    this.printer = printer;
  }

  /**
   * Reads a seed.
   *
   * @param text decimal, hexadecimal with {@code 0x}, or nothing
   * @return the seed
   */
  static long parse(String text) {
    if (text == null || text.isBlank()) {
      return FIXED;
    }
    String trimmed = text.strip();
    return trimmed.startsWith("0x")
        ? Long.parseUnsignedLong(trimmed.substring(2), 16)
        : Long.parseLong(trimmed);
  }

  /**
   * The stream of one test.
   *
   * @param test what tells it from all others
   * @return a generator
   */
  static RandomGenerator generator(String test) {
    long seed = parse(System.getProperty(PROPERTY));
    return new SplittableRandom(seed ^ (test.hashCode() * GOLDEN));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RandomGenerator.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return generator(context.getUniqueId());
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    String name = context.getRequiredTestClass().getName();
    printer.accept(
        "repeat with: "
            + command(
                module(Path.of(System.getProperty("basedir", ""))),
                name.substring(name.lastIndexOf('.') + 1),
                context.getRequiredTestMethod().getName()));
  }

  static String command(String module, String type, String method) {
    return "mvn -pl %s test -Dtest=%s#%s -Dtests.seed=0x%x"
        .formatted(module, type, method, parse(System.getProperty(PROPERTY)));
  }

  /** The module's folder, seen from the outermost folder that has a pom. */
  static String module(Path basedir) {
    Path module = basedir.toAbsolutePath().normalize();
    Path root = module;
    while (root.getParent() != null && Files.exists(root.resolveSibling("pom.xml"))) {
      root = root.getParent();
    }
    return root.relativize(module).toString();
  }
}
