// SPDX-License-Identifier: Apache-2.0

/**
 * The scalar reference backend: every verb in the plainest way that is still usable. It is the
 * fallback on every machine, the documentation of the verbs and the oracle of their tests.
 *
 * <p>Dependencies: {@code java.base} only. The backend is safe for use by several threads; it
 * starts none itself.
 */
package dev.ridgeline.reference;
