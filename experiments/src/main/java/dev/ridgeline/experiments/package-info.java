// SPDX-License-Identifier: Apache-2.0

/** placeholder. */
package dev.ridgeline.experiments;
