// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.table.TableFile;
import dev.ridgeline.workbench.table.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes Parquet files: those whose names end in {@code .parquet} or {@code .pq}.
 * Stateless.
 */
public final class ParquetFormat implements TableFormat {
  /** Made by {@link java.util.ServiceLoader}. */
  public ParquetFormat() {}

  @Override
  public boolean reads(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".pq");
  }

  @Override
  public TableFile open(Path file) {
    return new ParquetFile(file);
  }

  @Override
  public void write(List<String> names, List<Class<?>> types, Path csv, Path file) {
    ParquetWriter.write(names, types, csv, file);
  }
}
