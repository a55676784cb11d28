// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Demands of a whole class on the emulated device that no rule was broken and nothing is left open
 * once its backend is closed.
 */
final class CleanDevice implements BeforeAllCallback, AfterAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    if (!OpenedBackend.HARDWARE) {
      EmulatedDevice.get().reset();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    OpenedBackend.assertClean();
  }
}
