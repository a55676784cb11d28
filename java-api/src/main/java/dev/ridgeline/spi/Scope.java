// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A scope for blocks and other {@link Resource resources}: closes everything that was added to it
 * and not handed out, in reverse order. With try-with-resources nothing leaks when a verb in the
 * middle fails:
 *
 * <pre>
 * try (Scope scope = new Scope()) {
 *   Block x = scope.add(backend.upload(design));
 *   Block gram = scope.add(backend.allocate(n, n, 1));
 *   backend.gram(trans, x, side, weighting, gram);
 *   return scope.keep(gram);                // x is closed, gram is the caller's
 * }
 * </pre>
 *
 * <p>A constructor opens its fields in a scope and ends with {@link #release}, which hands all of
 * them to a scope that becomes a field itself.
 *
 * <p>Belongs to one thread at a time.
 */
public final class Scope implements Resource {
  private final Deque<Resource> added = new ArrayDeque<>();

  /** Those of them not handed out yet; by identity, since views of one memory may be equal. */
  private final Set<Resource> owned = Collections.newSetFromMap(new IdentityHashMap<>());

  /** An empty scope. */
  public Scope() {}

  /**
   * Takes over a resource.
   *
   * @param resource closed with this scope; null is ignored
   * @param <T> its type
   * @return the same resource
   */
  public <T extends Resource> T add(T resource) {
    if (resource != null && owned.add(resource)) {
      added.push(resource);
    }
    return resource;
  }

  /**
   * Hands one resource out: its new owner closes it.
   *
   * @param resource one that was added; null is ignored
   * @param <T> its type
   * @return the same resource
   * @throws IllegalArgumentException when the scope does not own it
   */
  public <T extends Resource> T keep(T resource) {
    if (resource != null && !owned.remove(resource)) {
      throw new IllegalArgumentException("not owned by this scope: " + resource);
    }
    return resource;
  }

  /**
   * Hands everything out. This scope is empty afterwards and may be used again.
   *
   * @return a scope that owns what this one did
   */
  public Scope release() {
    Scope next = new Scope();
    next.added.addAll(added);
    next.owned.addAll(owned);
    added.clear();
    owned.clear();
    return next;
  }

  /**
   * Closes everything in reverse order, also when one of them throws: the first exception is thrown
   * at the end, with later ones suppressed in it. Closing again does nothing.
   */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!added.isEmpty()) {
      Resource last = added.pop();
      if (!owned.remove(last)) {
        continue;
      }
      try {
        last.close();
      } catch (RuntimeException failed) {
        if (first == null) {
          first = failed;
        } else if (!failed.equals(first)) {
          first.addSuppressed(failed);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
