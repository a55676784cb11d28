// SPDX-License-Identifier: Apache-2.0

/**
 * The backends as the command line sees them: the command {@code backends}, and the one backend a
 * run computes with.
 *
 * <p>Dependencies: java-api. Backends themselves are found at run time.
 */
package dev.ridgeline.workbench.backends;
