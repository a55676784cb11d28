// SPDX-License-Identifier: Apache-2.0
/** How work is cut into calls: pure arithmetic, which depends on nothing. */
package dev.ridgeline.cuda.plan;
