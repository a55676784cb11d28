// SPDX-License-Identifier: Apache-2.0

/** Small problems interleaved across lanes. */
package dev.ridgeline.simd.batch;
