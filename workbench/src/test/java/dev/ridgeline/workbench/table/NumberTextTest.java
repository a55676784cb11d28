// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  private static double parse(NumberText numbers, String text) {
    char[] around = ("7" + text + "7").toCharArray();
    return numbers.parse(around, 1, text.length(), 1);
  }

  private static double parse(String text) {
    return parse(new NumberText('.'), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "-.5e1",
        "1e-3",
        "1E+3",
        "007",
        "0.000",
        "0e999",
        "1e22",
        "1e23",
        "9007199254740992",
        "9007199254740993",
        "123456789012345678",
        "1234567890123456789",
        "0.1",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.5e-324",
        "1e-999",
        "0.00000000000000000000000000000000000000000000000000012345",
        "1e999999999999",
        "-1e99999",
        "179769313486231580000000000000000000000e270",
        "1e-00000000000000000003"
      })
  void readsWhatJavaReads(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    assertThat(parse(" \t" + text + "\u00A0 ")).isEqualTo(Double.parseDouble(text));
    assertThat(parse(new NumberText(','), text.replace('.', ',')))
        .isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        ".",
        "e1",
        "1e",
        "1e+",
        "1e1.5",
        "1.2.3",
        "1,2",
        "--1",
        "+-1",
        "1d",
        "1f",
        "0x10",
        "0x1p3",
        "NaN",
        "Infinity",
        "1_000",
        "1 000",
        "\u0661",
        "1e5x",
        "$1",
        "1%"
      })
  void readsNothingElse(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void roundsCorrectlyAsBigDecimalDoes() {
    long seed = TestSeed.get(0x7ab1e5);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200_000; i++) {
      String text = text(random);
      assertThat(parse(text))
          .as("%s, -Dtests.seed=%d", text, seed)
          .isEqualTo(new BigDecimal(text).doubleValue());
    }
  }

  @Test
  void roundsCorrectlyNearTies() {
    long seed = TestSeed.get(0x71e5);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200_000; i++) {
      double below =
          Double.longBitsToDouble(random.nextLong(0x3ca0000000000000L, 0x4300000000000000L));
      if (i % 4 == 0) {
        below = Math.nextDown(Math.scalb(1.0, random.nextInt(-50, 50))); // spacing changes above
      }
      // the 18 digits nearest to the tie, from either side
      BigDecimal tie =
          new BigDecimal(below).add(new BigDecimal(Math.nextUp(below))).divide(BigDecimal.TWO);
      RoundingMode side = random.nextBoolean() ? RoundingMode.DOWN : RoundingMode.UP;
      String text = tie.round(new MathContext(18, side)).toString();
      assertThat(parse(text))
          .as("%s, -Dtests.seed=%d", text, seed)
          .isEqualTo(new BigDecimal(text).doubleValue());
    }
  }

  @Test
  void nearestDoublesAreThoseOfBigDecimal() {
    long seed = TestSeed.get(0xe15e1);
    SplittableRandom random = new SplittableRandom(seed);
    int left = 0;
    for (int i = 0; i < 500_000; i++) {
      long digits = random.nextLong() >>> random.nextInt(64);
      int power = random.nextInt(-85, 65);
      if (i % 3 == 0) { // digits next to the middle between two doubles
        double below =
            Double.longBitsToDouble(random.nextLong(0x3000000000000000L, 0x4800000000000000L));
        BigDecimal tie =
            new BigDecimal(below).add(new BigDecimal(Math.nextUp(below))).divide(BigDecimal.TWO);
        RoundingMode side = random.nextBoolean() ? RoundingMode.DOWN : RoundingMode.UP;
        BigDecimal near = tie.round(new MathContext(19, side));
        digits = near.unscaledValue().longValue() + random.nextInt(-1, 2);
        power = -near.scale();
      } else if (i % 3 == 1) { // ties themselves, times powers of ten that keep them
        int shift = random.nextInt(1, 11);
        digits = ((random.nextLong(1L << 52) | 1L << 52) << 1 | 1) << random.nextInt(shift);
        power = random.nextInt(-4, 4);
      }
      double nearest = NearestDouble.of(digits, power);
      if (Double.isNaN(nearest)) {
        left++;
        continue;
      }
      BigDecimal exact = new BigDecimal(Long.toUnsignedString(digits)).scaleByPowerOfTen(power);
      assertThat(nearest).as("%s, -Dtests.seed=%d", exact, seed).isEqualTo(exact.doubleValue());
    }
    assertThat(left).as("left to the library").isLessThan(50_000);
  }

  private static String text(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 ->
          Double.toString((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30)));
      case 3 -> random.nextLong(1L << 53, 1_000_000_000_000_000_000L) + "e-" + random.nextInt(24);
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 2 ->
          String.format(Locale.ROOT, "%." + random.nextInt(20) + "f", random.nextDouble(-9, 9));
      default -> {
        long bits = random.nextLong() & 0x7fefffffffffffffL;
        yield Double.toString(Double.longBitsToDouble(bits));
      }
    };
  }

  @Test
  void theFirstSignDecides() {
    NumberText numbers = new NumberText(null);
    assertThat(parse(numbers, "12")).isEqualTo(12);
    assertThat(parse(numbers, "1,234x")).isNaN();
    assertThat(numbers.parse("1,234".toCharArray(), 0, 5, 9)).isEqualTo(1.234);
    assertThat(numbers.decided()).isEqualTo(9);
    assertThat(parse(numbers, "1.5")).isNaN();
    assertThat(parse(numbers, "1,5")).isEqualTo(1.5);
    assertThat(numbers.isOtherStyle("1.5")).isTrue();
    assertThat(numbers.isOtherStyle("1.5,0")).isFalse();
    assertThat(numbers.isOtherStyle("a.b")).isFalse();
  }
}
