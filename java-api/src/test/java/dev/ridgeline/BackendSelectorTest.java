// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendSelectorTest {
  private record Fake(String name, int priority, Availability availability)
      implements BackendProvider {
    @Override
    public Availability probe() {
      return availability;
    }

    @Override
    public Backend open(Workers workers) {
      throw new AssertionError("never opened here");
    }
  }

  private static final Availability YES =
      new Availability.Available(new DeviceInfo("a CPU", "scalar", 1));
  private static final Availability NO =
      new Availability.Unavailable("no C2 compiler", "run on HotSpot");

  private static final BackendSelector SELECTOR =
      new BackendSelector(List.of(new Fake("reference", 0, YES), new Fake("cpu-simd", 10, NO)));

  @Test
  void autoTakesTheAvailableOneOfHighestPriorityAndSaysWhyNotTheOthers() {
    BackendSelector.Choice choice = SELECTOR.choose("auto");
    assertThat(choice.provider().name()).isEqualTo("reference");
    assertThat(choice.explanation())
        .contains("reference: available on a CPU (scalar)")
        .contains("cpu-simd: unavailable: no C2 compiler; run on HotSpot")
        .doesNotContain("cuda");
    assertThat(choice.details())
        .startsWith(choice.explanation().substring(0, choice.explanation().length() - 1))
        .contains("cuda: unavailable: not installed; it needs the artifact ridgeline-native-cuda");
  }

  @Test
  void aDeviceThatIsNotThereIsNotToldUnasked() {
    Availability absent = new Availability.Unavailable("no GPU", "add one", true);
    BackendSelector selector =
        new BackendSelector(
            List.of(
                new Fake("cuda", 9, absent),
                new Fake("cpu-simd", 1, YES),
                new Fake("reference", 0, YES)));
    BackendSelector.Choice choice = selector.choose("auto");
    assertThat(choice.explanation())
        .isEqualTo("backend chosen: cpu-simd: available on a CPU (scalar)");
    assertThat(choice.details()).contains("cuda: unavailable: no GPU; add one");
    assertThatThrownBy(() -> selector.choose("cuda")).hasMessageContaining("no GPU; add one");
  }

  @Test
  void aMissingArtifactOfTheCpuIsTold() {
    BackendSelector selector = new BackendSelector(List.of(new Fake("reference", 0, YES)));
    assertThat(selector.choose("auto").explanation())
        .contains("cpu-simd: unavailable: not installed; it needs the artifact ridgeline-cpu-simd")
        .doesNotContain("cuda");
  }

  @Test
  void aForcedBackendThatIsUnavailableFailsAndListsEveryProbe() {
    assertThatThrownBy(() -> SELECTOR.choose("cpu-simd"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("backend cpu-simd is unavailable")
        .hasMessageContaining("no C2 compiler; run on HotSpot")
        .hasMessageContaining("reference: available");
    assertThatThrownBy(() -> SELECTOR.choose("cuda"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("ridgeline-native-cuda");
  }

  @Test
  void anUnknownNameIsTheCallersMistake() {
    assertThatThrownBy(() -> SELECTOR.choose("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown backend tpu: accepted are auto, reference, cpu-simd, cuda");
  }

  @Test
  void probesMarkTheOneThatAutoTakes() {
    assertThat(SELECTOR.probes())
        .extracting(probe -> probe.name() + " " + probe.automatic())
        .containsExactly("cpu-simd false", "reference true", "cuda false");
  }

  @Test
  void onlyTheOneThatWouldBeTakenPrepares() {
    List<String> prepared = new ArrayList<>();
    BackendSelector selector =
        new BackendSelector(
            List.of(
                new Preparing("reference", 0, YES, prepared),
                new Preparing("fast", 5, YES, prepared),
                new Preparing("faster", 10, NO, prepared)));
    selector.prepare("auto");
    assertThat(prepared).containsExactly("fast");
    selector.prepare("reference");
    assertThat(prepared).containsExactly("fast", "reference");
    selector.prepare("faster");
    selector.prepare("tpu");
    assertThat(prepared).hasSize(2);
  }

  private record Preparing(
      String name, int priority, Availability availability, List<String> prepared)
      implements BackendProvider {
    @Override
    public Availability probe() {
      return availability;
    }

    @Override
    public Backend open(Workers workers) {
      throw new AssertionError("never opened here");
    }

    @Override
    public void prepare() {
      prepared.add(name);
    }
  }

  @Test
  void theReferenceIsInstalledAsAService() {
    assertThat(BackendSelector.installed().choose("reference").provider().name())
        .isEqualTo("reference");
  }
}
