// SPDX-License-Identifier: Apache-2.0

/**
 * What a study leaves behind: CSV files, pictures as SVG and PNG, and a self-contained HTML report.
 *
 * <p>The same content gives the same bytes: no times, no random identifiers. Types are immutable
 * and safe for use by many threads unless they say otherwise.
 */
package dev.ridgeline.workbench.report;
