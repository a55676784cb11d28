// SPDX-License-Identifier: Apache-2.0

/**
 * The synthetic tasks that all linear studies share: a setting (dimension, aspect ratio,
 * covariance), the draws of one seed in the order of the published protocol, and the options that
 * describe them on the command line.
 *
 * <p>Dependencies: workbench and transfer. Settings are immutable; draws belong to one thread.
 */
package dev.ridgeline.experiments.model;
