// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.reference.ReferenceBackend;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The reference backend, but for a reduction to a form that is chosen by the test. */
final class OneVerb {
  private OneVerb() {}

  static Backend reducesTo(int width, Workers workers) {
    ReferenceBackend rest = new ReferenceBackend();
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("reduce")) {
                return ReducedBatch.of(workers, (HostBlock) arguments[0], width);
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
