package dev.latticenano.host.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as people read them. */
class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 minutes",
    "60, 1 minute",
    "3599, 59 minutes",
    "3600, 1 hour",
    "172799, 47 hours",
    "172800, 2 days",
    "31536000, 365 days"
  })
  void aSpanIsSaidInTheUnitThatFits(long seconds, String said) {
    assertEquals(said, Units.span(seconds));
  }
}
