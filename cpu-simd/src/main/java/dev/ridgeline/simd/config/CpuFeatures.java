// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import dev.ridgeline.simd.jvm.HotSpotFlags;
import dev.ridgeline.simd.kernel.VectorProbe;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.DeviceInfo;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether vector kernels can be fast here: HotSpot, its compiler C2, the Vector API and
 * vectors of a width that the block sizes know. Another compiler in its place, Graal's, is judged
 * by what it makes of a loop of vectors. Anywhere else the same code would run boxed, a hundred
 * times slower than plain loops, so the backend says why it is not available and the reference
 * runs. The scalar twins run anywhere, and do so where they are asked for.
 *
 * <p>A pure function of the facts. Stateless.
 */
public final class CpuFeatures {
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");
  private static final String ANOTHER_JVM =
      "run on a HotSpot JVM with its server compiler, for example Temurin 25";

  private CpuFeatures() {}

  /**
   * Decides.
   *
   * @param facts of the machine and its JVM
   * @param memoryBytes heap that blocks may take
   * @return the device, or the first thing that is missing and what helps
   */
  public static Availability decide(JvmFacts facts, long memoryBytes) {
    String[] typed = facts.simdSwitch().split("=", 2);
    if (typed.length == 2) {
      switch (typed[1].toLowerCase(Locale.ROOT)) {
        case "true" -> {}
        case "false" -> {
          return missing("switched off by " + facts.simdSwitch(), "unset " + typed[0]);
        }
        case "twins" -> {
          return available(facts, "scalar twins", memoryBytes);
        }
        default -> {
          return missing(
              facts.simdSwitch() + " is none of true, false and twins", "set or unset " + typed[0]);
        }
      }
    }
    if (!ARCHITECTURES.contains(facts.architecture())) {
      return missing(
          "the architecture " + facts.architecture() + " is not supported",
          "use x86-64 or AArch64");
    }
    boolean hotSpot = facts.vmName().contains("OpenJDK") || facts.vmName().contains("HotSpot");
    if (!hotSpot || !facts.vmName().contains("Server VM")) {
      return missing("the JVM " + facts.vmName() + " has no C2 compiler", ANOTHER_JVM);
    }
    if (facts.vmInfo().contains("interpreted mode")) {
      return missing("the JVM interprets only", "remove -Xint");
    }
    if (facts.flags().tieredStopAtLevel() < HotSpotFlags.C2
        || facts.vmInfo().contains("emulated-client")) {
      return missing(
          "the compiler C2 is switched off", "remove -XX:TieredStopAtLevel or -XX:CompilationMode");
    }
    if (!facts.vectorModule()) {
      return missing(
          "the module jdk.incubator.vector is not resolved",
          "add --add-modules jdk.incubator.vector");
    }
    if (!facts.flags().vectorSupport()) {
      return missing("C2 does not compile the Vector API", "add -XX:+EnableVectorSupport");
    }
    int bits = facts.vectorBits();
    if (!BlockSizes.knows(bits)) {
      return bits < BlockSizes.NARROWEST
          ? missing("this CPU has no vectors of doubles", "let the reference run")
          : missing("vectors of " + bits + " bit are not supported", "add -XX:MaxVectorSize=64");
    }
    if (facts.flags().jvmciCompiler()
        && !(facts.vectorGain() >= VectorProbe.enough(bits / Double.SIZE))) {
      return missing(
          String.format(
              Locale.ROOT,
              "the compiler in place of C2 makes vectors %.1f times as fast as plain loops, and"
                  + " %.1f times is worth it",
              facts.vectorGain(),
              VectorProbe.enough(bits / Double.SIZE)),
          "add -XX:-UseJVMCICompiler");
    }
    return available(facts, bits + " bit", memoryBytes);
  }

  private static Availability available(JvmFacts facts, String kernels, long memoryBytes) {
    String lanes = kernels + ", " + (facts.flags().useFma() ? "FMA" : "no FMA");
    return new Availability.Available(new DeviceInfo(facts.processor(), lanes, memoryBytes));
  }

  private static Availability missing(String reason, String remedy) {
    return new Availability.Unavailable(reason, remedy);
  }
}
