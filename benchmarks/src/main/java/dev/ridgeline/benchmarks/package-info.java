// SPDX-License-Identifier: Apache-2.0

/**
 * What all measurements share: a machine described in words, random data, the limits of the
 * hardware. Sees every module and the peers; nothing depends on it.
 */
package dev.ridgeline.benchmarks;
