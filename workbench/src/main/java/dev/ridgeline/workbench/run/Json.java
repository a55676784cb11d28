// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of the run folder. */
final class Json {
  /**
   * Doubles come back bit for bit: written in their shortest decimals, not-numbers and infinities
   * as text. A field that is missing is an error, not a zero.
   */
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}
}
