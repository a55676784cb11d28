// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

/** The models that are compared. */
enum Choice {
  SCRATCH("from scratch"),
  SOURCE_OPTIMAL("source-optimal"),
  RESCALED("rescaled"),
  PAIR("leave-one-out pair"),
  /** The one of scratch and the pair that has the smaller leave-one-out loss. */
  BETTER("pair or scratch"),
  /** What the library recommends. */
  AVERAGE("average"),
  /** The average, or scratch where that is the decision. */
  ADVISED("average, or scratch where advised");

  private final String label;

  Choice(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
