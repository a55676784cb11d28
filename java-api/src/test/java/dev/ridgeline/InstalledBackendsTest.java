// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Workers;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends are found where this library was loaded, whatever the thread's context loader sees. */
class InstalledBackendsTest {
  @TempDir Path folder;

  private static URI library() {
    return URI.create(
        Ridgeline.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }

  private static String probesOf(ClassLoader loader) throws ReflectiveOperationException {
    return loader.loadClass("dev.ridgeline.Ridgeline").getMethod("probes").invoke(null).toString();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void withContextLoader(ClassLoader loader, Work work) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      work.run();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aPlugInFindsTheBackendsOfItsOwnLoader() throws Exception {
    try (URLClassLoader plugIn =
        new URLClassLoader(new URL[] {library().toURL()}, ClassLoader.getPlatformClassLoader())) {
      assertThat(plugIn.loadClass("dev.ridgeline.Ridgeline")).isNotEqualTo(Ridgeline.class);
      // the context loader is that of the tests, which has a copy of its own
      assertThat(probesOf(plugIn)).startsWith("[reference: available");
      withContextLoader(
          null, () -> assertThat(probesOf(plugIn)).startsWith("[reference: available"));
      withContextLoader(
          ClassLoader.getPlatformClassLoader(),
          () -> assertThat(probesOf(plugIn)).startsWith("[reference: available"));
      withContextLoader(plugIn, () -> assertThat(probesOf(plugIn)).containsOnlyOnce("reference: "));
    }
  }

  @Test
  void aModuleLayerFindsTheBackendsOfItsOwnModules() throws Exception {
    Configuration modules =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(
                ModuleFinder.of(Path.of(library())), ModuleFinder.of(), Set.of("dev.ridgeline"));
    ModuleLayer layer =
        ModuleLayer.defineModulesWithManyLoaders(
                modules, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader())
            .layer();
    assertThat(probesOf(layer.findLoader("dev.ridgeline"))).startsWith("[reference: available");
  }

  /** A backend that only the context loader has. */
  public static final class Extra implements BackendProvider {
    /** For the service loader. */
    public Extra() {}

    @Override
    public String name() {
      return "extra";
    }

    @Override
    public int priority() {
      return -1;
    }

    @Override
    public Availability probe() {
      return new Availability.Available(new DeviceInfo("a device", "scalar", 1));
    }

    @Override
    public Backend open(Workers workers) {
      throw new AssertionError("never opened here");
    }
  }

  @Test
  void theContextLoaderAddsItsOwnAndRepeatsNothing() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()), Extra.class.getName() + "\n");
    try (URLClassLoader context =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, InstalledBackendsTest.class.getClassLoader())) {
      withContextLoader(
          context,
          () ->
              assertThat(BackendSelector.installed().probes())
                  .extracting(probe -> probe.name() + " " + probe.automatic())
                  .containsExactly(
                      "reference true", "extra false", "cpu-simd false", "cuda false"));
    }
    withContextLoader(
        null,
        () ->
            assertThat(BackendSelector.installed().choose("reference").provider().name())
                .isEqualTo("reference"));
  }
}
