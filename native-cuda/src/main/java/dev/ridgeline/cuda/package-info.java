// SPDX-License-Identifier: Apache-2.0
/** The provider and the verbs of the cuda backend; depends on all packages below it. */
package dev.ridgeline.cuda;
