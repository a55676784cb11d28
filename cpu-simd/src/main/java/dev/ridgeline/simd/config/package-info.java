// SPDX-License-Identifier: Apache-2.0

/** What this CPU and JVM can do, and the block sizes that follow. */
package dev.ridgeline.simd.config;
