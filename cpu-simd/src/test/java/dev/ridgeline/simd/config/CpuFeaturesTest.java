// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.jvm.HotSpotFlags;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.DeviceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuFeaturesTest {
  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";
  private static final String MIXED = "mixed mode, sharing";
  private static final HotSpotFlags FLAGS = new HotSpotFlags(true, 4, false, true);

  private static JvmFacts facts(String simdSwitch, String architecture, String vm, String mode) {
    return new JvmFacts(
        simdSwitch, architecture, "Some CPU", vm, mode, true, 512, Double.NaN, FLAGS);
  }

  private static JvmFacts facts(boolean module, int bits, HotSpotFlags flags) {
    return new JvmFacts("", "amd64", "Some CPU", HOTSPOT, MIXED, module, bits, Double.NaN, flags);
  }

  private static void assertUnavailable(JvmFacts facts, String reason, String remedy) {
    Availability availability = CpuFeatures.decide(facts, 1);
    assertThat(availability).isInstanceOf(Availability.Unavailable.class);
    Availability.Unavailable unavailable = (Availability.Unavailable) availability;
    assertThat(unavailable.reason()).contains(reason).doesNotEndWith(".");
    assertThat(unavailable.remedy()).contains(remedy).doesNotEndWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "512, true, '512 bit, FMA'",
    "256, true, '256 bit, FMA'",
    "128, false, '128 bit, no FMA'"
  })
  void isAvailableInEveryKnownWidth(int bits, boolean fma, String lanes) {
    assertThat(
            CpuFeatures.decide(facts(true, bits, new HotSpotFlags(fma, 4, false, true)), 1 << 20))
        .isEqualTo(new Availability.Available(new DeviceInfo("Some CPU", lanes, 1 << 20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64", "aarch64"})
  void isAvailableOnEveryKnownArchitecture(String architecture) {
    for (String vm : new String[] {HOTSPOT, "Java HotSpot(TM) 64-Bit Server VM"}) {
      assertThat(CpuFeatures.decide(facts("", architecture, vm, MIXED), 1))
          .isInstanceOf(Availability.Available.class);
    }
  }

  @Test
  void theKillSwitchNamesItself() {
    for (String off : new String[] {"ridgeline.simd=false", "RIDGELINE_SIMD=False"}) {
      assertUnavailable(
          facts(off, "amd64", HOTSPOT, MIXED),
          "switched off by " + off,
          "unset " + off.substring(0, off.indexOf('=')));
    }
    assertUnavailable(
        facts("ridgeline.simd=no", "amd64", HOTSPOT, MIXED),
        "none of true, false and twins",
        "unset");
    assertThat(
            CpuFeatures.decide(
                facts("RIDGELINE_SIMD=Twins", "riscv64", "Some VM", "interpreted"), 1))
        .isInstanceOfSatisfying(
            Availability.Available.class,
            twins -> assertThat(twins.device().lanes()).startsWith("scalar twins, "));
    assertThat(CpuFeatures.decide(facts("ridgeline.simd=true", "amd64", HOTSPOT, MIXED), 1))
        .isInstanceOf(Availability.Available.class);
  }

  @ParameterizedTest
  @CsvSource({
    "riscv64, OpenJDK 64-Bit Server VM, mixed mode, architecture riscv64",
    "amd64, Eclipse OpenJ9 VM, mixed mode, no C2",
    "amd64, OpenJDK 64-Bit Zero VM, interpreted mode, no C2",
    "amd64, Zing 64-Bit Tiered VM, mixed mode, no C2",
    "amd64, OpenJDK 64-Bit Server VM, 'interpreted mode, sharing', interprets only",
    "amd64, OpenJDK 64-Bit Server VM, 'mixed mode, emulated-client', C2 is switched off",
  })
  void refusesJvmsWithoutItsCompiler(String architecture, String vm, String mode, String reason) {
    assertUnavailable(facts("", architecture, vm, mode), reason, "");
  }

  @Test
  void refusesFlagsThatTakeTheCompilerAway() {
    assertUnavailable(
        facts(true, 512, new HotSpotFlags(true, 3, false, true)),
        "C2 is switched off",
        "remove -XX:TieredStopAtLevel");
    assertUnavailable(
        facts(true, 512, new HotSpotFlags(true, 4, false, false)),
        "does not compile the Vector API",
        "-XX:+EnableVectorSupport");
  }

  /** 0.7 of half the lanes; a compiler that boxes reaches a tenth of a plain loop. */
  @ParameterizedTest
  @CsvSource({
    "512, 2.8, true",
    "512, 2.7, false",
    "256, 1.4, true",
    "256, 1.3, false",
    "128, 0.7, true",
    "128, 0.1, false",
    "512, NaN, false"
  })
  void judgesAnotherCompilerByWhatItMakesOfVectors(int bits, double gain, boolean accepted) {
    HotSpotFlags graal = new HotSpotFlags(true, 4, true, true);
    JvmFacts facts = new JvmFacts("", "amd64", "Some CPU", HOTSPOT, MIXED, true, bits, gain, graal);
    if (accepted) {
      assertThat(CpuFeatures.decide(facts, 1)).isInstanceOf(Availability.Available.class);
    } else {
      assertUnavailable(facts, "the compiler in place of C2", "-XX:-UseJVMCICompiler");
    }
  }

  @Test
  void refusesToRunWithoutTheModule() {
    assertUnavailable(
        facts(false, 0, FLAGS),
        "the module jdk.incubator.vector is not resolved",
        "add --add-modules jdk.incubator.vector");
  }

  @Test
  void refusesWidthsWithoutATable() {
    assertUnavailable(facts(true, 64, FLAGS), "no vectors of doubles", "reference");
    assertUnavailable(facts(true, 1024, FLAGS), "1024 bit", "-XX:MaxVectorSize=64");
  }

  @Test
  void thisJvmIsAvailableAndKnowsItsFlags() {
    JvmFacts facts = JvmFacts.current();
    assertThat(facts.vectorModule()).isTrue();
    assertThat(CpuFeatures.decide(facts, 1)).isInstanceOf(Availability.Available.class);
    assertThat(facts.flags().tieredStopAtLevel()).isEqualTo(4);
  }

  @Test
  void theProcessorIsNamedAsTheSystemNamesIt() {
    assertThat(
            JvmFacts.processor("processor\t: 0\nmodel name\t: AMD EPYC \nflags\t: fma\n", "amd64"))
        .isEqualTo("AMD EPYC");
    assertThat(JvmFacts.processor("processor\t: 0\nmodel name\t: \n", "amd64")).isEqualTo("amd64");
    assertThat(JvmFacts.processor("processor\t: 0\nmodel name\t: cut o", "amd64"))
        .isEqualTo("amd64");
    assertThat(JvmFacts.processor("CPU implementer\t: 0x41\n", "aarch64")).isEqualTo("aarch64");
  }
}
