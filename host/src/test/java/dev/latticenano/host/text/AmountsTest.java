package dev.latticenano.host.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Amounts of bytes as they are typed. */
class AmountsTest {
  @Test
  void readsWhatPeopleType() {
    Map<String, Long> table =
        Map.of(
            "0", 0L,
            "4096", 4096L,
            "12B", 12L,
            "1kB", 1000L,
            "1KiB", 1024L,
            "500 MB", 500_000_000L,
            "1.5GiB", 1_610_612_736L,
            "0.001GB", 1_000_000L,
            "4PiB", 4L << 50,
            "4096PiB", 1L << 62);
    table.forEach((text, bytes) -> assertEquals(bytes, Amounts.bytes(text), text));
  }

  @Test
  void refusesWhatIsNone() {
    for (String text :
        List.of("", "GB", "-1", "1.GB", "1 gigabyte", "1e9", "10 QB", "1.0001GB", "4097PiB")) {
      assertThrows(IllegalArgumentException.class, () -> Amounts.bytes(text), text);
    }
  }
}
