// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Workers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A device of a given memory that computes as the reference does and fails when it is told to. */
final class FakeProvider implements BackendProvider {
  private final String name;
  private final int priority;
  private final long memory;

  /** Every allocation finds no memory. */
  volatile boolean spent;

  /** Every verb fails; the text is the reason. */
  volatile String lost;

  /** How often the device was opened, and closed. */
  final AtomicInteger opened = new AtomicInteger();

  final AtomicInteger closed = new AtomicInteger();

  FakeProvider(String name, int priority, long memory) {
    this.name = name;
    this.priority = priority;
    this.memory = memory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int priority() {
    return priority;
  }

  private DeviceInfo device() {
    return new DeviceInfo("a device called " + name, "scalar", memory);
  }

  @Override
  public Availability probe() {
    return new Availability.Available(device());
  }

  @Override
  public Backend open(Workers workers) {
    opened.incrementAndGet();
    Backend reference = new ReferenceBackendProvider().open(workers);
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> answer(reference, proxy, method, arguments));
  }

  @SuppressWarnings("ReferenceEquality") // a backend is equal to itself alone
  private Object answer(Backend reference, Object proxy, Method method, Object[] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "name" -> name;
      case "device" -> device();
      case "lost" -> Optional.ofNullable(lost);
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> name;
      case "close" -> closed.incrementAndGet();
      default -> {
        if (lost != null) {
          throw new BackendLostException(name, lost, null);
        }
        if (spent) {
          throw new DeviceMemoryException(
              "no memory is left", null, () -> lost = "given up for good");
        }
        try {
          yield method.invoke(reference, arguments);
        } catch (InvocationTargetException thrown) {
          throw thrown.getCause();
        }
      }
    };
  }
}
