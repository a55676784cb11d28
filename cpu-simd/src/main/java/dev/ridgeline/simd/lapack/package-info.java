// SPDX-License-Identifier: Apache-2.0

/** Factorisations, reductions and eigenvalues over the level-3 drivers. */
package dev.ridgeline.simd.lapack;
