// SPDX-License-Identifier: Apache-2.0

/** The CPU backend: a provider that loads on every machine, and the verbs. */
package dev.ridgeline.simd;
