// SPDX-License-Identifier: Apache-2.0

/** Figures as files, and the page made from them. */
package dev.ridgeline.benchmarks.report;
