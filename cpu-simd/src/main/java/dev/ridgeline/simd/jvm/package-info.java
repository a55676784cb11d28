// SPDX-License-Identifier: Apache-2.0

/**
 * What HotSpot says of itself. The lowest room: it imports {@code java.*} and {@code
 * com.sun.management} only, and kernels as well as the decision whether they can run stand on it.
 */
package dev.ridgeline.simd.jvm;
