package dev.latticenano.host.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal says about itself. */
class TerminalTest {
  @ParameterizedTest
  @CsvSource({"24 132, 132", "0 0, 80", "'', 80", "24, 80", "24 wide, 80", "24 999999999, 80"})
  void takesTheColumnsOrTheUsual(String answer, int columns) {
    assertEquals(columns, Terminal.columns(answer));
  }
}
