// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses a backend once, before a run: the one forced by name, or the fastest that can run. */
final class BackendSelector {
  /** Takes the available backend of highest priority. */
  public static final String AUTO = "auto";

  private static final String GPU = "cuda";

  /** Names a user may force, whether or not their artifact is on the path. */
  private static final List<String> KNOWN = List.of("reference", "cpu-simd", GPU);

  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  private final List<BackendProvider> providers;

  /**
   * Selects among given providers.
   *
   * @param providers in any order
   */
  public BackendSelector(List<BackendProvider> providers) {
    this.providers =
        providers.stream()
            .sorted(
                Comparator.comparingInt(BackendProvider::priority)
                    .reversed()
                    .thenComparing(BackendProvider::name))
            .toList();
  }

  /**
   * Selects among the providers that are installed: those of this class's own module layer and
   * class loader, which may be a plug-in's, and those of the thread's context class loader, where
   * that sees this library too. A provider that several of them find counts once.
   *
   * @return a selector
   */
  public static BackendSelector installed() {
    Map<String, BackendProvider> found = new LinkedHashMap<>();
    Set<String> broken = new LinkedHashSet<>();
    ModuleLayer layer = BackendSelector.class.getModule().getLayer();
    if (layer != null) {
      collect(ServiceLoader.load(layer, BackendProvider.class), found, broken);
    }
    ClassLoader own = BackendSelector.class.getClassLoader();
    collect(ServiceLoader.load(BackendProvider.class, own), found, broken);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && !context.equals(own) && seesThisLibrary(context)) {
      collect(ServiceLoader.load(BackendProvider.class, context), found, broken);
    }
    // one provider that does not load must not take the others with it
    broken.forEach(
        why -> LOGGER.log(System.Logger.Level.WARNING, "a backend does not load: " + why));
    return new BackendSelector(List.copyOf(found.values()));
  }

  /** Another copy of this library has providers of another interface of the same name. */
  private static boolean seesThisLibrary(ClassLoader loader) {
    try {
      return Class.forName(BackendProvider.class.getName(), false, loader)
          .equals(BackendProvider.class);
    } catch (ClassNotFoundException | LinkageError none) {
      return false;
    }
  }

  /** Adds providers by the names of their classes; the first of a name stays. */
  private static void collect(
      ServiceLoader<BackendProvider> loader,
      Map<String, BackendProvider> found,
      Set<String> broken) {
    Iterator<ServiceLoader.Provider<BackendProvider>> providers = loader.stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendProvider> provider = providers.next();
        String type = provider.type().getName();
        if (!found.containsKey(type)) {
          found.put(type, provider.get());
        }
      } catch (ServiceConfigurationError | LinkageError why) {
        broken.add(why.toString());
      }
    }
  }

  /**
   * The selector without one provider, such as one whose backend was lost.
   *
   * @param name of the provider
   * @return a selector among the others
   */
  public BackendSelector without(String name) {
    return new BackendSelector(
        providers.stream().filter(provider -> !provider.name().equals(name)).toList());
  }

  /**
   * Whether {@code auto} would find anything.
   *
   * @return true when a provider can run here
   */
  public boolean hasAvailable() {
    return probeAll().stream()
        .anyMatch(probed -> probed.availability() instanceof Availability.Available);
  }

  /**
   * The next provider that {@code auto} would take after one, if its device has more memory.
   *
   * @param name of the one
   * @param bytes memory that its device must exceed
   * @return empty when there is none
   */
  public Optional<Choice> behind(String name, long bytes) {
    return providers.stream()
        .dropWhile(provider -> !provider.name().equals(name))
        .skip(1)
        .map(BackendSelector::probe)
        .filter(
            probed ->
                probed.availability() instanceof Availability.Available(var device)
                    && device.memoryBytes() > bytes)
        .findFirst()
        .map(
            probed -> {
              String chosen = "backend chosen: " + probed.provider().name();
              return new Choice(probed.provider(), chosen, chosen);
            });
  }

  /** A provider and what its probe said. */
  private record Probed(BackendProvider provider, Availability availability) {}

  private List<Probed> probeAll() {
    return providers.stream().map(BackendSelector::probe).toList();
  }

  /** A probe that throws is a backend that cannot run. */
  private static Probed probe(BackendProvider provider) {
    try {
      return new Probed(provider, provider.probe());
    } catch (RuntimeException | LinkageError thrown) {
      return new Probed(
          provider,
          new Availability.Unavailable(
              "its probe failed: " + thrown, "force another backend, or report this"));
    }
  }

  /**
   * Asks every provider, and names those that are not installed.
   *
   * @return probes, highest priority first
   */
  public List<BackendProbe> probes() {
    return describe(probeAll());
  }

  private List<BackendProbe> describe(List<Probed> probed) {
    List<BackendProbe> probes = new ArrayList<>();
    boolean taken = false;
    for (Probed entry : probed) {
      boolean available = entry.availability() instanceof Availability.Available;
      probes.add(
          new BackendProbe(entry.provider().name(), entry.availability(), available && !taken));
      taken |= available;
    }
    for (String name : KNOWN) {
      if (providers.stream().noneMatch(provider -> provider.name().equals(name))) {
        probes.add(
            new BackendProbe(
                name,
                new Availability.Unavailable(
                    "not installed",
                    "it needs the artifact ridgeline-" + artifact(name),
                    name.equals(GPU)), // of which most machines have none
                false));
      }
    }
    return probes;
  }

  private static String artifact(String name) {
    return name.equals(GPU) ? "native-cuda" : name;
  }

  /**
   * The provider to open.
   *
   * @param name {@code auto} or the name of a backend
   * @return the choice, with the line that explains it
   * @throws IllegalArgumentException when no backend has that name
   * @throws BackendUnavailableException when the backend forced cannot run; lists every probe
   */
  public Choice choose(String name) {
    boolean auto = name.equals(AUTO);
    if (!auto
        && !KNOWN.contains(name)
        && providers.stream().noneMatch(provider -> provider.name().equals(name))) {
      throw new IllegalArgumentException(
          "unknown backend " + name + ": accepted are auto, " + String.join(", ", KNOWN));
    }
    if (!auto) {
      // a forced backend that can run is opened without touching any other
      for (BackendProvider provider : providers) {
        if (provider.name().equals(name)
            && probe(provider).availability() instanceof Availability.Available) {
          String forced = "backend forced: " + name;
          return new Choice(provider, forced, forced);
        }
      }
    }
    List<Probed> probed = probeAll();
    List<BackendProbe> probes = describe(probed);
    for (Probed entry : probed) {
      if (auto && entry.availability() instanceof Availability.Available) {
        return new Choice(
            entry.provider(),
            explain(entry.provider().name(), probes, false),
            explain(entry.provider().name(), probes, true));
      }
    }
    String all = probes.stream().map(BackendProbe::toString).collect(Collectors.joining(" | "));
    throw new BackendUnavailableException(auto ? "any" : name, "probes: " + all, remedy(auto));
  }

  /**
   * Lets the provider prepare that {@link #choose} would name. Providers behind it are not touched,
   * and whatever is wrong is left for the choice to say.
   *
   * @param name {@code auto} or the name of a backend
   */
  public void prepare(String name) {
    for (BackendProvider provider : providers) {
      if ((name.equals(AUTO) || provider.name().equals(name))
          && probe(provider).availability() instanceof Availability.Available) {
        provider.prepare();
        return;
      }
    }
  }

  private static String remedy(boolean auto) {
    return auto
        ? "put ridgeline-api itself on the path"
        : "mend what its probe names, or let auto choose";
  }

  private static String explain(String name, List<BackendProbe> probes, boolean absent) {
    String others =
        probes.stream()
            .filter(
                probe ->
                    probe.availability() instanceof Availability.Unavailable no
                        && (absent || !no.absent()))
            .map(BackendProbe::toString)
            .collect(Collectors.joining("; "));
    String taken =
        probes.stream()
            .filter(probe -> probe.name().equals(name))
            .map(BackendProbe::toString)
            .findFirst()
            .orElse(name);
    return "backend chosen: " + taken + (others.isEmpty() ? "" : " (" + others + ")");
  }

  /**
   * A provider to open.
   *
   * @param provider it
   * @param explanation one line: what was taken, and why not others that might be expected
   * @param details the same with backends whose device is not there
   */
  public record Choice(BackendProvider provider, String explanation, String details) {}
}
