// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

/** The names of implementations, as parameters and in results. */
public final class Peers {
  /** Ridgeline on the Vector API. */
  public static final String SIMD = "cpu-simd";

  /** Ridgeline's plain loops. */
  public static final String REFERENCE = "reference";

  /** OpenBLAS called directly, operands in native memory. */
  public static final String OPENBLAS = "openblas";

  /** EJML, row-major dense. */
  public static final String EJML = "ejml";

  /** ojAlgo. */
  public static final String OJALGO = "ojalgo";

  /** dev.ludovic.netlib's Java path, which uses the Vector API. */
  public static final String NETLIB = "netlib";

  /** Smile, which calls OpenBLAS. */
  public static final String SMILE = "smile";

  /** ND4J, which calls its own OpenBLAS. */
  public static final String ND4J = "nd4j";

  /** Ridgeline's networks. */
  public static final String RIDGELINE = "ridgeline";

  /** Ridgeline's networks, fed sparse rows with their zeros. */
  public static final String RIDGELINE_DENSE = "ridgeline-dense";

  /** PyTorch's C++ library, called from Java. */
  public static final String PYTORCH = "pytorch";

  private Peers() {}

  /**
   * Refuses a name.
   *
   * @param work who does not know it
   * @param peer the name
   * @return the exception to throw
   */
  public static IllegalArgumentException unknown(String work, String peer) {
    return new IllegalArgumentException(work + " has no peer '" + peer + "'");
  }
}
