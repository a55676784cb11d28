// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.run.SweepExecutorProvider.Settings;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Spark as the command line opens it: the master asked for, our jars, and a log of warnings. */
final class Cluster {
  private static final String LOG = "log4j2.configurationFile";

  private Cluster() {}

  /** Opens Spark, once in a JVM; the caller stops it. */
  static SparkContext open(Settings settings) {
    if (System.getProperty(LOG) == null) {
      System.setProperty(LOG, "classpath:dev/ridgeline/spark/log4j2.properties");
      System.setProperty("ridgeline.spark.log", settings.quiet() ? "off" : "warn");
    }
    try {
      return new SparkContext(configuration(settings));
    } catch (RunFailedException ours) {
      throw ours;
    } catch (Exception failure) { // Scala declares none
      throw new RunFailedException(
          "Spark cannot be started (" + failure.getMessage() + "): check --master and --spark-conf",
          failure);
    }
  }

  /** What spark-submit has set is there already, as system properties; options win. */
  static SparkConf configuration(Settings settings) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    if (!settings.master().isEmpty()) {
      conf.setMaster(settings.master());
    }
    conf.setAppName(settings.job());
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.driver.maxResultSize", "0"); // sums of parts are merged as they come
    settings.properties().forEach(conf::set);
    String master = conf.get("spark.master");
    boolean here = master.equals("local") || master.startsWith("local[");
    if (!here && !conf.contains("spark.jars")) {
      String jars = ourJars().stream().map(Path::toString).collect(Collectors.joining(","));
      if (!jars.isEmpty()) {
        conf.set("spark.jars", jars);
      }
    }
    return conf;
  }

  /** The jars of the class path that are not Spark's: those lie in one folder. */
  private static List<Path> ourJars() {
    Path spark = folderOfSpark();
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (entry.isEmpty() || spark.equals(path.getParent())) {
        continue;
      }
      if (Files.isDirectory(path) && containsClasses(path)) {
        throw new RunFailedException(
            "a cluster gets jars, and " + path + " is a folder of classes: run the packaged jars");
      }
      if (Files.isRegularFile(path)) {
        jars.add(path);
      }
    }
    return jars;
  }

  private static boolean containsClasses(Path folder) {
    return Files.isDirectory(folder.resolve("dev/ridgeline"));
  }

  private static Path folderOfSpark() {
    try {
      return Path.of(SparkContext.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
