// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/** What {@code --backend} accepts. */
public enum BackendChoice {
  /** The fastest backend there is. */
  AUTO("auto"),
  /** The plain Java backend. */
  REFERENCE("reference"),
  /** The Vector API backend. */
  CPU_SIMD("cpu-simd"),
  /** The NVIDIA GPU backend. */
  CUDA("cuda");

  private final String label;

  BackendChoice(String label) {
    this.label = label;
  }

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return label;
  }
}
