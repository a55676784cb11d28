// SPDX-License-Identifier: Apache-2.0

/** Level-3 drivers over packed panels. */
package dev.ridgeline.simd.blas;
