// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

/** CUDA cannot be used here, in words for the user. */
public final class CudaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What to do about it. */
  private final String remedy;

  /**
   * Says what is missing.
   *
   * @param reason a clause without a full stop
   * @param remedy a clause without a full stop
   */
  public CudaUnavailableException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
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
