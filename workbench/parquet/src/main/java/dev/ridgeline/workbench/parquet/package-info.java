// SPDX-License-Identifier: Apache-2.0

/**
 * Tables from Parquet files, read by DuckDB.
 *
 * <p>Stands on {@link dev.ridgeline.workbench.table} and is found through {@code
 * META-INF/services}; nothing imports it, since its library is large and only fetched where such a
 * file is read. DuckDB is used through JDBC.
 */
package dev.ridgeline.workbench.parquet;
