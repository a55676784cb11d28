// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an enum by its label on the command line: what {@code toString} gives, not the constant.
 *
 * @param <E> the enum
 */
public abstract class Labels<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  /**
   * A converter for one enum.
   *
   * @param type the enum, whose {@code toString} is the label
   */
  protected Labels(Class<E> type) {
    this.type = type;
  }

  @Override
  public final E convert(String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(accepted()));
  }

  private String accepted() {
    return Arrays.stream(type.getEnumConstants())
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }
}
