// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * A backend that counts what is open of it and lets one call fail: blocks, factors and reductions
 * are wrapped, and unwrapped again where a verb takes them.
 */
final class FailingBackend {
  /** Thrown by the call that fails. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  private final IdentityHashMap<Object, Object> targets = new IdentityHashMap<>();
  private final IdentityHashMap<Object, String> open = new IdentityHashMap<>();
  private final Backend backend;
  private final int failing;
  private int calls;

  /** Lets call number {@code failing}, from 1, fail; 0 lets none. */
  FailingBackend(Backend target, int failing) {
    this.failing = failing;
    backend = wrap(Backend.class, target, false);
  }

  Backend backend() {
    return backend;
  }

  /** Calls of verbs so far. */
  int calls() {
    return calls;
  }

  /** What has not been closed yet. */
  String open() {
    return String.join(", ", open.values().stream().sorted().toList());
  }

  private <T> T wrap(Class<T> type, Object target, boolean owned) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(self, target, method, arguments));
    targets.put(proxy, target);
    if (owned) {
      open.put(proxy, type.getSimpleName());
    }
    return type.cast(proxy);
  }

  private Object call(Object self, Object target, Method method, Object[] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(target, arguments);
    }
    if (method.getName().equals("close")) {
      open.remove(self);
    } else if (!(target instanceof Block) && ++calls == failing) {
      throw new Failure(method.getName());
    }
    Object[] plain =
        arguments == null
            ? null
            : Arrays.stream(arguments).map(x -> targets.getOrDefault(x, x)).toArray();
    try {
      Object result = method.invoke(target, plain);
      return switch (result) {
        case Block block -> wrap(Block.class, block, !(target instanceof Block));
        case Factor factor -> wrap(Factor.class, factor, true);
        case Reduced reduced -> wrap(Reduced.class, reduced, true);
        case Spectrum spectrum -> throw new UnsupportedOperationException("" + spectrum);
        case null, default -> result;
      };
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
