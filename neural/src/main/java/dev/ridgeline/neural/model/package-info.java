// SPDX-License-Identifier: Apache-2.0

/**
 * Networks for classification, each one flat vector of parameters.
 *
 * <p>An {@link dev.ridgeline.neural.model.Architecture} makes a {@link
 * dev.ridgeline.neural.model.Network}; ND4J, which computes products and convolutions, shows in no
 * signature.
 *
 * <p>Dependencies: {@code data}, {@code kernel}, ND4J, Commons RNG.
 */
package dev.ridgeline.neural.model;
