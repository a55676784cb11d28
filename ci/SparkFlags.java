// SPDX-License-Identifier: Apache-2.0

import org.apache.spark.launcher.JavaModuleOptions;

/** Prints the JVM options that Spark gives its own processes, one a line, as an argument file. */
class SparkFlags {
  public static void main(String[] args) {
    for (String option : JavaModuleOptions.defaultModuleOptions().strip().split("\\s+")) {
      System.out.println(option);
    }
  }
}
