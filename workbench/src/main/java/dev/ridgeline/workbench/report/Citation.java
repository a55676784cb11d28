// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

/** How to cite what the studies repeat. */
public final class Citation {
  /** The paper. */
  public static final String PAPER =
      "C. E. Hedges, “Source-Optimal Training is Transfer-Suboptimal”, Transactions on Machine"
          + " Learning Research, 2026, arXiv:2511.08401.";

  private Citation() {}
}
