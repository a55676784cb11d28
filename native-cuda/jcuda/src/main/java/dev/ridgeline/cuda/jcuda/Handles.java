// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers for what JCuda hands out as objects. Safe for use by several threads.
 *
 * @param <T> the kind of object
 */
final class Handles<T> {
  private final String kind;
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, T> objects = new ConcurrentHashMap<>();

  Handles(String kind) {
    this.kind = kind;
  }

  long add(T object) {
    long number = last.incrementAndGet();
    objects.put(number, object);
    return number;
  }

  T get(long number) {
    return known(objects.get(number), number);
  }

  T remove(long number) {
    return known(objects.remove(number), number);
  }

  private T known(T object, long number) {
    if (object == null) {
      throw new IllegalArgumentException("there is no " + kind + " " + number);
    }
    return object;
  }
}
