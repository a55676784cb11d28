// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/**
 * A sub-command that is listed and helped with in place of one that another artifact brings; that
 * one, of the same name, is taken where it is on the class path.
 */
public interface StandIn extends Subcommand {}
