package dev.latticenano.host.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people type them, on a machine in Zurich. */
class TimesTest {
  private final Times times =
      new Times(Instant.parse("2026-11-21T10:30:00Z"), ZoneId.of("Europe/Zurich"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-19T23:00:00Z, 2026-11-20T22:59:59.999Z",
    "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T21:59:59.999Z",
    "2026-11-20T08:15, 2026-11-20T07:15:00Z, 2026-11-20T07:15:00Z",
    "2026-11-20T08:15:30, 2026-11-20T07:15:30Z, 2026-11-20T07:15:30Z",
    "2026-11-20T08:15:30.250, 2026-11-20T07:15:30.250Z, 2026-11-20T07:15:30.250Z",
    "2026-11-20T08:15Z, 2026-11-20T08:15:00Z, 2026-11-20T08:15:00Z",
    "2026-11-20T08:15:30-05:00, 2026-11-20T13:15:30Z, 2026-11-20T13:15:30Z",
    "2026-11-20T08:15:30+01:00, 2026-11-20T07:15:30Z, 2026-11-20T07:15:30Z",
    "now, 2026-11-21T10:30:00Z, 2026-11-21T10:30:00Z",
    "-90s, 2026-11-21T10:28:30Z, 2026-11-21T10:28:30Z",
    "-45m, 2026-11-21T09:45:00Z, 2026-11-21T09:45:00Z",
    "-2h, 2026-11-21T08:30:00Z, 2026-11-21T08:30:00Z",
    "-1d, 2026-11-20T10:30:00Z, 2026-11-20T10:30:00Z",
    "-2w, 2026-11-07T10:30:00Z, 2026-11-07T10:30:00Z"
  })
  void readsWhatPeopleType(String text, String from, String to) {
    assertEquals(Instant.parse(from), Instant.ofEpochMilli(times.fromMs(text)));
    assertEquals(Instant.parse(to), Instant.ofEpochMilli(times.toMs(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026",
        "2026-13-01",
        "2026-02-30",
        "2026-11-20T",
        "2026-11-20T25:00",
        "10:30",
        "-h",
        "2h",
        "--2h",
        "-2y",
        "-9999999999h",
        "2026-11-20T08:15:30+99:00",
        "-2h "
      })
  void refusesWhatIsNoTime(String text) {
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> times.fromMs(text)).getMessage();
    assertTrue(sentence.contains("a time is") || sentence.contains("no day"), sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1795257000123, 2026-11-21T10:30:00Z",
    "253402300799999, 9999-12-31T23:59:59Z",
    "253402300800000, later-than-year-9999",
    "-1, later-than-year-9999"
  })
  void writesTwentyCharactersWhateverAClockSays(long unixMs, String text) {
    assertEquals(text, Times.seconds(unixMs));
    assertEquals(20, text.length());
  }

  @Test
  void writesMilliseconds() {
    assertEquals("2026-11-21T10:30:00.123Z", Times.millis(1_795_257_000_123L));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:30:01Z, in the future",
    "2026-11-21T10:29:30Z, just now",
    "2026-11-21T10:27:30Z, 2 min ago",
    "2026-11-20T10:30:00Z, 24 h ago",
    "2026-11-18T10:30:00Z, 3 days ago"
  })
  void saysHowLongAgo(String time, String text) {
    assertEquals(text, times.ago(Instant.parse(time).toEpochMilli()));
  }

  @Test
  void readsLengths() {
    assertEquals(7 * 86_400_000L, Times.lengthMs("7d"));
    assertEquals(1_800_000L, Times.lengthMs("30m"));
    assertThrows(IllegalArgumentException.class, () -> Times.lengthMs("a week"));
  }
}
