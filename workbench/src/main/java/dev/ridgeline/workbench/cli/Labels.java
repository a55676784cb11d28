// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an enum by its label on the command line: its name in lower case, {@code mean} for {@code
 * MEAN} and {@code cpu-simd} for {@code CPU_SIMD}, unless {@code toString} says another.
 *
 * @param <E> the enum
 */
public abstract class Labels<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final Class<E> type;

  /**
   * The label of a constant.
   *
   * @param constant of any enum
   * @return as it is typed
   */
  public static String of(Enum<?> constant) {
    String text = constant.toString();
    return text.equals(constant.name()) ? text.toLowerCase(Locale.ROOT).replace('_', '-') : text;
  }

  /**
   * A converter for one enum.
   *
   * @param type the enum
   */
  protected Labels(Class<E> type) {
    this.type = type;
  }

  @Override
  public final E convert(String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(accepted()));
  }

  private String accepted() {
    return String.join(", ", this);
  }

  /** What is accepted, for shells that complete it too. */
  @Override
  public final Iterator<String> iterator() {
    return Arrays.stream(type.getEnumConstants()).<String>map(Labels::of).iterator();
  }
}
