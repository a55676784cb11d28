// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

/** CUDA cannot be used here, in words for the user. */
public final class CudaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What to do about it. */
  private final String remedy;

  /** Whether nothing of NVIDIA's is there. */
  private final boolean absent;

  /**
   * Says what is missing.
   *
   * @param reason a clause without a full stop
   * @param remedy a clause without a full stop
   */
  public CudaUnavailableException(String reason, String remedy) {
    this(reason, remedy, false);
  }

  /**
   * Says what is missing.
   *
   * @param reason a clause without a full stop
   * @param remedy a clause without a full stop
   * @param absent whether nothing of NVIDIA's is there, so that nobody expects CUDA
   */
  public CudaUnavailableException(String reason, String remedy, boolean absent) {
    super(reason);
    this.remedy = remedy;
    this.absent = absent;
  }

  /**
   * Whether nothing of NVIDIA's is there.
   *
   * @return true where nobody expects CUDA
   */
  public boolean absent() {
    return absent;
  }

  /**
   * What to do about it.
   *
   * @return a clause without a full stop
   */
  public String remedy() {
    return remedy;
  }
}
