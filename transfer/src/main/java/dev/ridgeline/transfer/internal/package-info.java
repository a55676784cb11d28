// SPDX-License-Identifier: Apache-2.0

/**
 * Argument checks and products that the packages of this module share. Not exported.
 *
 * <p>Allowed dependencies: {@code java.*} and java-api. Stateless and safe for use by several
 * threads.
 */
package dev.ridgeline.transfer.internal;
