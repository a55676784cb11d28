// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * Where a backend runs.
 *
 * @param device the processor or GPU in words
 * @param lanes what it computes with, for people: {@code scalar}, {@code 512 bit}, {@code sm_90}
 * @param memoryBytes memory that blocks may take altogether
 */
public record DeviceInfo(String device, String lanes, long memoryBytes) {}
