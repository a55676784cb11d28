// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Workers;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReferenceBackendProviderTest {
  @Test
  void isFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(BackendProvider.class).stream().map(ServiceLoader.Provider::type))
        .contains(ReferenceBackendProvider.class);
  }

  @Test
  void isFoundOnTheModulePath() throws Exception {
    Path classes =
        Path.of(ReferenceBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("dev.ridgeline"));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    Class<?> service = layer.findLoader("dev.ridgeline").loadClass(BackendProvider.class.getName());
    assertThat(
            ServiceLoader.load(layer, service).stream().map(provider -> provider.type().getName()))
        .containsExactly(ReferenceBackendProvider.class.getName());
  }

  @Test
  void isAlwaysAvailableAndLast() {
    ReferenceBackendProvider provider = new ReferenceBackendProvider();
    assertThat(provider.name()).isEqualTo("reference");
    assertThat(provider.priority()).isZero();
    assertThat(provider.probe()).isInstanceOf(Availability.Available.class);
    try (Backend backend = provider.open(Workers.SERIAL)) {
      assertThat(backend.name()).isEqualTo("reference");
      assertThat(backend.device().lanes()).isEqualTo("scalar");
    }
  }
}
