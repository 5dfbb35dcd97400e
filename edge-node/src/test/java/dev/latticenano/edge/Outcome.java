package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/**
 * What a command left: its exit code and what it printed.
 *
 * @param code the exit code
 * @param out standard output
 * @param err the error stream
 */
record Outcome(int code, String out, String err) {
  /** Asserts success without a remark. */
  Outcome ok() {
    assertEquals(0, code, this::toString);
    assertEquals("", err);
    return this;
  }

  /** Asserts one sentence on the error stream that holds {@code part}, and the exit code. */
  Outcome refused(int expected, String part) {
    says(part);
    assertEquals(1, err.lines().count(), this::toString);
    assertEquals(expected, code, this::toString);
    return this;
  }

  /** Asserts that some sentence on the error stream holds {@code part}, and no stack trace. */
  Outcome says(String part) {
    assertTrue(
        err.lines().anyMatch(line -> line.startsWith("lattice: ") && line.contains(part)),
        this::toString);
    assertFalse(err.contains("\tat ") || err.contains("Exception"), this::toString);
    assertFalse(err.contains("defect"), this::toString);
    return this;
  }

  /** Asserts that the output holds {@code part}. */
  Outcome shows(String part) {
    assertTrue(out.contains(part), this::toString);
    return this;
  }

  JsonObject json() throws JsonParserException {
    return JsonParser.object().from(out);
  }

  JsonArray jsonArray() throws JsonParserException {
    return JsonParser.array().from(out);
  }

  @Override
  public String toString() {
    return "exit code " + code + "\n--- out\n" + out + "--- err\n" + err;
  }
}
