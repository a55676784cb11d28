// SPDX-License-Identifier: Apache-2.0

/** Panels of operands in the order in which kernels read them. */
package dev.ridgeline.simd.pack;
