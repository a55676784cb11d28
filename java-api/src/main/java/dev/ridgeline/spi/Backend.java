// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import java.util.Optional;

/**
 * The verbs: few, coarse, named as BLAS and LAPACK name them, on batches of column-major blocks.
 * The algorithms (path, leave-one-out, transfer sweep) are written once over them.
 *
 * <p>Rules that hold for every verb:
 *
 * <ul>
 *   <li>Operands are checked by the caller (the algorithms); a verb may assert.
 *   <li>Blocks marked "overwritten" are written without being read: they may hold NaN before. No
 *       other operand changes. Overwritten blocks overlap no other operand unless a verb says so,
 *       and their batch stride is not 0.
 *   <li>Items whose stride is 0 are shared; all operands have the same count otherwise.
 *   <li>Sizes may be 0.
 *   <li>The same input gives the same bits, for any number of items in the batch and any number of
 *       threads. (A device whose library chooses kernels by itself says so where it cannot promise
 *       the former.)
 *   <li>A device whose memory is spent throws {@link dev.ridgeline.DeviceMemoryException} from any
 *       verb that allocates.
 * </ul>
 *
 * <p>Safe for use by several threads at once on different blocks.
 */
public interface Backend extends AutoCloseable {
  /**
   * The name of the provider.
   *
   * @return such as {@code reference}
   */
  String name();

  /**
   * Where it runs.
   *
   * @return the device
   */
  DeviceInfo device();

  /**
   * Why the backend cannot be used any more: every verb then throws {@link
   * dev.ridgeline.BackendLostException}. Backends on the heap are never lost.
   *
   * @return empty while it can; otherwise what failed
   */
  default Optional<String> lost() {
    return Optional.empty();
  }

  /**
   * New memory with undefined contents.
   *
   * @param rows number of rows of each item
   * @param columns number of columns of each item
   * @param count number of items
   * @return a dense block; the caller closes it
   */
  Block allocate(int rows, int columns, int count);

  /**
   * Brings host memory to the backend, as it is stored: a row-major batch becomes the block of its
   * transpose ({@link MatrixBatch#transpose()} says how to read it). On the CPU this is a view of
   * the caller's array: verbs never write to an uploaded block unless told to.
   *
   * @param host the batch
   * @return a block; the caller closes it
   */
  Block upload(MatrixBatch host);

  /**
   * Copies a block to host memory, dense and column-major, item after item.
   *
   * @param block the block
   * @param target receives {@code rows * columns * count} elements
   * @param offset where to start
   */
  void download(Block block, double[] target, int offset);

  /**
   * Copies a block to a new array, dense and column-major, item after item.
   *
   * @param block the block
   * @return {@code rows * columns * count} elements
   */
  default double[] download(Block block) {
    double[] target = new double[MatrixBatch.size(block.rows(), block.columns(), block.count())];
    download(block, target, 0);
    return target;
  }

  /**
   * Gram matrix of a design X = op(x), n x p, after {@link Weighting} made it Xt: G = Xt'Xt for
   * {@link Side#PRIMAL} (p x p), G = Xt Xt' for {@link Side#DUAL} (n x n). Both triangles are
   * written and are equal bit for bit (BLAS: {@code syrk}).
   *
   * @param trans how x is read
   * @param x op(x) is n x p per item
   * @param side which Gram matrix
   * @param weighting applied on the way
   * @param g overwritten
   */
  default void gram(Transpose trans, Block x, Side side, Weighting weighting, Block g) {
    gram(trans, x, side, weighting, 0, g);
  }

  /**
   * G = Gram matrix + beta G: with beta = 1 a tall design streams through in chunks of rows.
   *
   * @param trans how x is read
   * @param x op(x) is n x p per item
   * @param side which Gram matrix
   * @param weighting applied on the way
   * @param beta factor; with 0, G is overwritten, otherwise it is symmetric, and either triangle
   *     may be read
   * @param g as {@link #gram(Transpose, Block, Side, Weighting, Block)} leaves it
   */
  void gram(Transpose trans, Block x, Side side, Weighting weighting, double beta, Block g);

  /**
   * Cholesky factors of G + mu I (LAPACK: {@code potrf}). Only the lower triangle of G is read.
   *
   * @param g n x n per item
   * @param mu shift of the diagonal
   * @return the factors, closed by the caller
   */
  Factor factor(Block g, double mu);

  /**
   * Solves (G + mu I) X = B, factor and solve in one (LAPACK: {@code posv}).
   *
   * @param g n x n per item; only the lower triangle is read
   * @param mu shift of the diagonal
   * @param b n x nrhs per item, overwritten by X after being read
   * @return one number per item, as {@link Factor#info()}
   */
  default Info posv(Block g, double mu, Block b) {
    try (Factor factor = factor(g, mu)) {
      factor.solve(b);
      int[] info = factor.info().values();
      return () -> info;
    }
  }

  /**
   * Reduces symmetric matrices once for many shifts (LAPACK: {@code sytrd}, or better).
   *
   * @param g n x n per item; only the lower triangle is read. Its contents are the reduction's
   *     until that is closed, and undefined afterwards
   * @param purpose what it will mostly be asked for
   * @return the reduction, closed by the caller before g
   */
  Reduced reduce(Block g, Purpose purpose);

  /**
   * Eigenvalues and, if asked for, eigenvectors (LAPACK: {@code syevd}).
   *
   * @param g n x n per item; only the lower triangle is read; contents undefined afterwards
   * @param vectors whether eigenvectors are wanted
   * @return values ascending, closed by the caller
   */
  Spectrum syevd(Block g, boolean vectors);

  /**
   * C = alpha op(A) op(B) + beta C. With beta = 0, C is overwritten.
   *
   * @param transA how a is read
   * @param transB how b is read
   * @param alpha factor
   * @param a op(A) is m x k per item
   * @param b op(B) is k x n per item
   * @param beta factor
   * @param c m x n per item
   */
  void gemm(
      Transpose transA, Transpose transB, double alpha, Block a, Block b, double beta, Block c);

  /**
   * C = alpha op(A) + beta B. An operand that is one column wide is added to every column of C. C
   * may be the same block as B, or as A when that is not transposed.
   *
   * @param transA how a is read
   * @param alpha factor
   * @param a op(A) is m x n or m x 1 per item
   * @param beta factor; with 0, b is not read and may be null
   * @param b m x n or m x 1 per item
   * @param c m x n per item, overwritten
   */
  void geam(Transpose transA, double alpha, Block a, double beta, Block b, Block c);

  /**
   * Adds mu to the diagonal.
   *
   * @param mu shift
   * @param g square, changed in place
   */
  void shiftDiagonal(double mu, Block g);

  /**
   * C = diag(d) A or A diag(d). C may be the same block as A.
   *
   * @param placement side of the diagonal matrix
   * @param a m x n per item
   * @param d one column per item, of length m (left) or n (right)
   * @param c m x n per item, overwritten
   */
  void dgmm(Placement placement, Block a, Block d, Block c);

  /**
   * Element by element, C_ij = A_ij B_ij. C may be the same block as A or B.
   *
   * @param a m x n per item
   * @param b m x n per item
   * @param c m x n per item, overwritten
   */
  void hadamard(Block a, Block b, Block c);

  /**
   * C = A ./ D column by column: with T = a.columns() / d.columns(), column {@code j * T + t} of A
   * is divided element by element by column j of D. C may be the same block as A.
   *
   * <p>The default is for devices that have no division: D is downloaded and its reciprocals, n m
   * numbers per item (once where D is shared), go back over the bus; each quotient is then rounded
   * twice, and a divisor of 2^-1024 and below counts as 0. A backend on the heap divides.
   *
   * @param a n x (m T) per item
   * @param d n x m per item
   * @param c n x (m T) per item, overwritten
   */
  default void divide(Block a, Block d, Block c) {
    ComposedDivision.run(this, a, d, c);
  }

  /**
   * (b_j - w)' Sigma (b_j - w) for every column b_j of B, in one pass over B when Sigma is the
   * identity or diagonal.
   *
   * @param b p x L per item
   * @param w p x 1 per item; null: zero
   * @param sigma null for the identity, p x 1 for a diagonal, p x p (symmetric) for a dense one
   * @param out L x 1 per item, overwritten
   */
  void weightedColumnNorms(Block b, Block w, Block sigma, Block out);

  /**
   * a_j' b_j for every column j; an operand one column wide goes with every column of the other.
   *
   * @param a m x n or m x 1 per item
   * @param b m x n or m x 1 per item
   * @param out n x 1 per item, overwritten
   */
  void dots(Block a, Block b, Block out);

  /**
   * One L2-SP step with its risk (see {@link TransferStep}), composed of the verbs above; a backend
   * may fuse it. Dual when n &lt;= p, primal otherwise.
   *
   * @param step operands
   * @return one number per item, as {@link Factor#info()}; the risks of failed items are NaN
   */
  default Info transferRisk(TransferStep step) {
    return ComposedTransferStep.run(this, step);
  }

  @Override
  void close();
}
