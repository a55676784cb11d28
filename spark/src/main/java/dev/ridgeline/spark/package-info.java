// SPDX-License-Identifier: Apache-2.0

/**
 * Studies and tables on Apache Spark: the cells of a sweep on executors, and ridge regression of a
 * {@code Dataset} by normal equations that partitions accumulate.
 *
 * <p>Dependencies: workbench, transfer and Spark, which whoever runs it provides.
 */
package dev.ridgeline.spark;
