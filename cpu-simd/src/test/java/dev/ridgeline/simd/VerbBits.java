// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.kernel.WarmKernels;
import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * A fixed set of results of every verb as checksums of their bits, to be compared between JVMs. As
 * a program it prints them, with the scalar twins alone when the first argument is {@code twins}.
 */
final class VerbBits {
  /** Below and above a vector, a tile and a panel; small enough for an interpreter. */
  private static final int[] SIZES = {1, 2, 3, 7, 16, 33, 67};

  private static final double[] MU = {0.01, 1, 30};
  private static final Transpose[] BOTH = Transpose.values();

  private final Backend backend;
  private final RandomGenerator random = new SplittableRandom(20261124);
  private final Map<String, Long> sums = new LinkedHashMap<>();

  private VerbBits(Backend backend) {
    this.backend = backend;
  }

  /** Prints one line per verb. */
  public static void main(String[] args) throws InterruptedException {
    try (Backend backend = new SimdBackend(Workers.SERIAL, OpenedBackend.NOWHERE)) {
      if (!args[0].equals("twins")) {
        Warmup.start();
        if (!Warmup.await(WarmKernels.PATIENCE)) {
          throw new IllegalStateException("kernels are not compiled: " + WarmKernels.state());
        }
      }
      System.out.print(of(backend));
    }
  }

  /** One line per verb. */
  static String of(Backend backend) {
    VerbBits bits = new VerbBits(backend);
    for (int n : SIZES) {
      bits.products(n);
      bits.systems(n);
      bits.columns(n);
    }
    StringBuilder lines = new StringBuilder();
    bits.sums.forEach((verb, sum) -> lines.append("%s %016x%n".formatted(verb, sum)));
    return lines.toString();
  }

  private void add(String verb, HostBlock block, int count) {
    add(verb, backend.download(block), count);
  }

  private void add(String verb, double[] values, int count) {
    CRC32C sum = new CRC32C();
    for (int i = 0; i < Math.min(count, values.length); i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        sum.update((int) (bits >>> shift));
      }
    }
    sums.merge(verb, sum.getValue(), (before, now) -> 31 * before + now);
  }

  private void add(String verb, HostBlock block) {
    add(verb, block, Integer.MAX_VALUE);
  }

  private void add(String verb, Info info) {
    for (int value : info.values()) {
      sums.merge(verb + " info", (long) value, Long::sum);
    }
  }

  private HostBlock gaussian(int rows, int columns, int count) {
    HostBlock block = HostBlock.allocate(rows, columns, count);
    for (int i = 0; i < block.data().length; i++) {
      block.data()[i] = random.nextGaussian();
    }
    return block;
  }

  private static HostBlock copy(HostBlock block) {
    HostBlock copy = HostBlock.allocate(block.rows(), block.columns(), block.count());
    System.arraycopy(block.data(), 0, copy.data(), 0, copy.data().length);
    return copy;
  }

  private void products(int n) {
    for (Transpose transA : BOTH) {
      for (Transpose transB : BOTH) {
        HostBlock a = transA == Transpose.NO ? gaussian(n, 29, 3) : gaussian(29, n, 3);
        HostBlock b = transB == Transpose.NO ? gaussian(29, n + 2, 3) : gaussian(n + 2, 29, 3);
        HostBlock c = gaussian(n, n + 2, 3);
        backend.gemm(transA, transB, 1.3, a, b, n % 2 == 0 ? 0 : -0.7, c);
        add("gemm", c);
      }
    }
    for (Side side : Side.values()) {
      HostBlock x = gaussian(41, n, 2);
      HostBlock weights = gaussian(41, 1, 2);
      backend.hadamard(weights, weights, weights);
      int order = side == Side.PRIMAL ? n : 41;
      HostBlock g = HostBlock.allocate(order, order, 2);
      backend.gram(Transpose.NO, x, side, Weighting.NONE, g);
      add("gram", g);
      Weighting weighting = new Weighting(weights, gaussian(n, 1, 2), gaussian(n, 1, 2));
      backend.gram(Transpose.NO, x, side, weighting, 1, g);
      add("gram weighted", g);
    }
  }

  private void systems(int n) {
    HostBlock x = gaussian(n + 5, n, 3);
    HostBlock g = HostBlock.allocate(n, n, 3);
    backend.gram(Transpose.NO, x, Side.PRIMAL, Weighting.NONE, g);
    HostBlock b = gaussian(n, 3, 3);
    HostBlock solution = copy(b);
    try (Factor factor = backend.factor(g, 0.5)) {
      factor.solve(solution);
      add("factor", factor.info());
      add("factor", solution);
    }
    HostBlock z = gaussian(n, 4, 3);
    HostBlock weights = gaussian(4, 1, 3);
    backend.hadamard(weights, weights, weights);
    HostBlock means = gaussian(n, 1, 3);
    HostBlock scales = gaussian(n, 1, 3);
    Basis basis = new Basis(gaussian(4, 2, 3), gaussian(2, n, 3));
    for (Purpose purpose : Purpose.values()) {
      String verb = "reduce for " + purpose;
      try (Reduced reduced = backend.reduce(copy(g), purpose)) {
        HostBlock out = HostBlock.allocate(n, 3 * MU.length, 3);
        add(verb, reduced.solve(MU, b, out));
        add(verb, out);
        HostBlock traces = HostBlock.allocate(MU.length, 1, 3);
        reduced.traceInverse(MU, traces);
        add(verb + ", trace", traces);
        HostBlock leverages = HostBlock.allocate(4, MU.length, 3);
        reduced.leverages(Transpose.YES, z, MU, leverages);
        add(verb + ", leverages", leverages);
        HostBlock logs = HostBlock.allocate(MU.length, 1, 3);
        reduced.logDeterminant(MU, logs);
        add(verb + ", determinants", logs);
        Weighting weighting = new Weighting(weights, means, scales);
        reduced.leverages(Transpose.YES, z, weighting, basis, MU, leverages);
        add(verb + ", leverages of prepared rows", leverages);
      }
    }
    try (Spectrum spectrum = backend.syevd(copy(g), true)) {
      add("syevd", spectrum.info());
      add("syevd values", backend.download(spectrum.values()), Integer.MAX_VALUE);
      add("syevd vectors", backend.download(spectrum.vectors()), Integer.MAX_VALUE);
    }
  }

  private void columns(int n) {
    HostBlock b = gaussian(n, 5, 2);
    HostBlock w = gaussian(n, 1, 2);
    HostBlock out = HostBlock.allocate(5, 1, 2);
    backend.weightedColumnNorms(b, w, null, out);
    add("norms", out);
    backend.weightedColumnNorms(b, w, gaussian(n, n, 2), out);
    add("norms weighted", out);
    backend.dots(b, gaussian(n, 5, 2), out);
    add("dots", out);
    HostBlock quotient = HostBlock.allocate(n, 10, 2);
    backend.divide(gaussian(n, 10, 2), b, quotient);
    add("divide", quotient);
  }
}
