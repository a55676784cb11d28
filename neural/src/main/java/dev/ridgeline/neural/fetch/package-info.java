// SPDX-License-Identifier: Apache-2.0

/**
 * Brings the data sets from where they are published.
 *
 * <p>Dependencies: {@code data}, the workbench, Commons Compress.
 */
package dev.ridgeline.neural.fetch;
