// SPDX-License-Identifier: Apache-2.0
/** Blocks on the device, uploads and downloads; depends on {@code runtime}. */
package dev.ridgeline.cuda.memory;
