// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.GroupDesign;
import dev.ridgeline.internal.GroupRowsDesign;
import dev.ridgeline.internal.GroupSumsDesign;
import java.util.function.IntFunction;

/** The groups of one fit: as rows, or as their normal equations. */
sealed interface GroupInput {
  int groups();

  int features();

  int responses();

  long rows(int group);

  /**
   * Reads groups for one thread.
   *
   * @param preparation intercept and penalty factors
   * @return gives a group that is still to be prepared, always in the same object
   */
  IntFunction<GroupDesign> reader(Preparation preparation);

  /** Groups whose rows can be read. */
  record OfRows(GroupedRows source) implements GroupInput {
    @Override
    public int groups() {
      return source.groups();
    }

    @Override
    public int features() {
      return source.features();
    }

    @Override
    public int responses() {
      return source.responses();
    }

    @Override
    public long rows(int group) {
      return source.rows(group);
    }

    @Override
    public IntFunction<GroupDesign> reader(Preparation preparation) {
      GroupRowsDesign design =
          new GroupRowsDesign(
              features(), responses(), preparation.intercept(), preparation.unitFactors());
      return group -> {
        design.resize(source.rows(group));
        source.read(group, design.x(), design.y(), design.weights());
        return design;
      };
    }
  }

  /** Groups of which sums are known. */
  record OfSums(NormalEquationsBatch batch) implements GroupInput {
    @Override
    public int groups() {
      return batch.count();
    }

    @Override
    public int features() {
      return batch.features();
    }

    @Override
    public int responses() {
      return batch.responses();
    }

    @Override
    public long rows(int group) {
      return batch.items().get(group).rows;
    }

    @Override
    public IntFunction<GroupDesign> reader(Preparation preparation) {
      GroupSumsDesign design =
          new GroupSumsDesign(
              features(), responses(), preparation.intercept(), preparation.unitFactors());
      return group -> {
        design.take(batch.items().get(group));
        return design;
      };
    }
  }
}
