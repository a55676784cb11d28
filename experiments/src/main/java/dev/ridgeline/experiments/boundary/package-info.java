// SPDX-License-Identifier: Apache-2.0

/**
 * The boundary between transfer and scratch in the plane of alignment and source noise. Command
 * {@code boundary}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.boundary;
