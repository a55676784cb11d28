// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

/** A native call that did not succeed. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The native function. */
  private final String call;

  /** What it returned. */
  private final int status;

  /** Whether that says that the device's memory is spent. */
  private final boolean outOfMemory;

  /**
   * Reports a status.
   *
   * @param call the native function
   * @param status what it returned
   * @param meaning the name of that number
   * @param outOfMemory whether the device's memory is spent
   */
  public CudaException(String call, int status, String meaning, boolean outOfMemory) {
    super(call + " returned " + status + " (" + meaning + ")");
    this.call = call;
    this.status = status;
    this.outOfMemory = outOfMemory;
  }

  /**
   * The native function.
   *
   * @return its name
   */
  public String call() {
    return call;
  }

  /**
   * What it returned.
   *
   * @return the number
   */
  public int status() {
    return status;
  }

  /**
   * Whether the device's memory is spent: the caller may try a smaller piece.
   *
   * @return true for a failed allocation
   */
  public boolean outOfMemory() {
    return outOfMemory;
  }
}
