// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who computes, for use as a picocli {@code @Mixin}: threads of this JVM, or a cluster. */
@Command
public final class ExecutorOptions {
  /** Threads of this JVM. */
  public static final String LOCAL = "local";

  @Option(
      names = "--executor",
      paramLabel = "NAME",
      defaultValue = LOCAL,
      description =
          "Who computes: local (threads of this process) or spark (a cluster); default"
              + " ${DEFAULT-VALUE}. Never changes a result.")
  private String executor;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark is, as Spark writes it: local[*], spark://HOST:PORT, yarn, k8s://.. By"
              + " default what spark-submit was told, or else local[*].")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "A property of Spark, such as spark.executor.memory=4g; may be repeated.")
  private List<String> properties = List.of();

  /** Made by picocli. */
  public ExecutorOptions() {}

  /**
   * Whether threads of this JVM compute.
   *
   * @return false where a cluster does
   */
  public boolean isLocal() {
    return executor.equals(LOCAL);
  }

  /**
   * The cluster asked for.
   *
   * @param service its kind of provider
   * @param name what a provider is called
   * @param <P> the providers
   * @return none for {@code local}
   * @throws BadInputException when options contradict each other or nothing has that name
   */
  <P> Optional<P> provider(Class<P> service, Function<P, String> name) {
    properties();
    if (isLocal()) {
      if (master != null) {
        throw new BadInputException("--master", master, "no master without --executor spark");
      }
      if (!properties.isEmpty()) {
        throw new BadInputException(
            "--spark-conf", properties.getFirst(), "no property without --executor spark");
      }
      return Optional.empty();
    }
    return Optional.of(
        ServiceLoader.load(service).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> name.apply(provider).equals(executor))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "--executor",
                        executor,
                        executor.equals("spark")
                            ? "local, since ridgeline-spark and Spark are not on the class path"
                            : "local or spark")));
  }

  /** The executor and where it is, for people. */
  String inWords() {
    return executor + (master == null ? "" : " at " + master);
  }

  /**
   * Where and how.
   *
   * @param job what the cluster works for, for people
   * @param quiet whether nothing is logged
   * @return the settings
   */
  SweepExecutorProvider.Settings settings(String job, boolean quiet) {
    return new SweepExecutorProvider.Settings(
        job, master == null ? "" : master, properties(), quiet);
  }

  private Map<String, String> properties() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals < 1) {
        throw new BadInputException("--spark-conf", property, "KEY=VALUE");
      }
      byName.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return byName;
  }
}
