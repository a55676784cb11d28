// SPDX-License-Identifier: Apache-2.0

/**
 * The vector kernels, the only room that imports the Vector API. Every kernel has a scalar twin
 * that computes the same bits.
 */
package dev.ridgeline.simd.kernel;
