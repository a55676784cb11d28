// SPDX-License-Identifier: Apache-2.0
/** The verbs over cuBLAS and cuSOLVER; depends on {@code memory} and {@code plan}. */
package dev.ridgeline.cuda.solver;
