// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** The reference backend, but for the verb under test. */
final class OneVerb {
  private OneVerb() {}

  /** Reduces to a band of a given width whatever the order. */
  static Backend reducesToBand(int width, Workers workers) {
    return with(
        "reduce",
        a -> {
          HostBlock g = (HostBlock) a[0];
          return new ReducedBatch(
              workers,
              g,
              Form.BAND,
              (inner, data, at, ld) -> new Band(inner, g.rows(), width, data, at, ld));
        });
  }

  /** Reduces to a tridiagonal, column by column up to a given order. */
  static Backend reducesToTridiagonal(int stepsUpTo, Workers workers) {
    return with(
        "reduce",
        a -> {
          HostBlock g = (HostBlock) a[0];
          return new ReducedBatch(
              workers,
              g,
              Form.TRIDIAGONAL,
              (inner, data, at, ld) -> new Tridiagonal(inner, g.rows(), data, at, ld, stepsUpTo));
        });
  }

  static Backend syevd(Workers workers) {
    return with("syevd", a -> Syevd.run(workers, (HostBlock) a[0], (Boolean) a[1]));
  }

  private static Backend with(String verb, Function<Object[], Object> own) {
    Backend rest = new ReferenceBackendProvider().open(Workers.SERIAL);
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(verb)) {
                return own.apply(arguments);
              }
              if (method.getName().equals("name")) {
                return "cpu-simd";
              }
              try {
                return method.invoke(rest, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
