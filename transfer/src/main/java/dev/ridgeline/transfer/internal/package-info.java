// SPDX-License-Identifier: Apache-2.0

/**
 * Argument checks that the packages of this module share. Not exported.
 *
 * <p>Allowed dependencies: {@code java.*}. Stateless and safe for use by several threads.
 */
package dev.ridgeline.transfer.internal;
