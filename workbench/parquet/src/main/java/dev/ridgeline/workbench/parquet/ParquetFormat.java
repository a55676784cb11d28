// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.table.TableFile;
import dev.ridgeline.workbench.table.TableFormat;
import java.nio.file.Path;
import java.util.Locale;

/** Reads Parquet files: those whose names end in {@code .parquet} or {@code .pq}. Stateless. */
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
}
