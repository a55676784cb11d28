// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * Memory a call needs, computed from shapes before any upload.
 *
 * @param resultBytes bytes of the result on the heap
 * @param workBytes bytes of blocks alive at once in one worker
 * @param problemsPerChunk problems handled together
 * @param penaltiesPerChunk penalties handled together
 * @param chunks number of chunks of problems
 */
public record MemoryPlan(
    long resultBytes, long workBytes, int problemsPerChunk, int penaltiesPerChunk, int chunks) {}
