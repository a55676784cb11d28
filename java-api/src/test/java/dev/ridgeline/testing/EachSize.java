// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a test for the sizes where loops, lanes and tiles begin and end, up to 100. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "n = {0}")
@ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 9, 16, 17, 31, 33, 64, 100})
public @interface EachSize {
  /** Beyond the usual blocks; for a few tests, it takes time. */
  int LARGE = 257;
}
