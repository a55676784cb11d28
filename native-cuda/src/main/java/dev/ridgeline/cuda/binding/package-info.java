// SPDX-License-Identifier: Apache-2.0
/**
 * The calls of CUDA that the backend makes, and what carries them. The only package that touches
 * native code; depends on nothing.
 */
package dev.ridgeline.cuda.binding;
