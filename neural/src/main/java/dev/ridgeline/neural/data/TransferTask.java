// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;

/**
 * A source and a target task of one data set. Immutable, shared by all cells of a run.
 *
 * @param source the whole source training set
 * @param sourceTest the whole source test set
 * @param target what target samples are drawn from
 * @param targetTest the whole target test set
 */
public record TransferTask(Examples source, Examples sourceTest, Pool target, Examples targetTest)
    implements Serializable {}
