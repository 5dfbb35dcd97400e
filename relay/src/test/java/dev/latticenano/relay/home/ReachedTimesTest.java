package dev.latticenano.relay.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When other relays were reached last, over restarts. */
class ReachedTimesTest {
  private static final String ONE = "lattice://one.example.org:7400/aa";
  private static final String TWO = "lattice://two.example.org:7400/bb";

  @TempDir Path dir;

  private Path file() {
    return dir.resolve("reached");
  }

  @Test
  void whatIsKeptIsReadAgainAndNothingOfBefore() throws Exception {
    assertTrue(new ReachedTimes(dir).keep(Map.of(ONE, 7L, TWO, 9L)));
    assertEquals(Map.of(ONE, 7L, TWO, 9L), new ReachedTimes(dir).read(9));
    assertTrue(new ReachedTimes(dir).keep(Map.of(TWO, 10L)));
    assertEquals(Map.of(TWO, 10L), new ReachedTimes(dir).read(10));
    assertEquals("10 " + TWO, Files.readAllLines(file()).get(0));
  }

  @Test
  void aTimeToComeIsNotKnown() {
    new ReachedTimes(dir).keep(Map.of(ONE, 7L, TWO, 9L));
    assertEquals(Map.of(ONE, 7L), new ReachedTimes(dir).read(8));
  }

  @Test
  void whatIsMissingCutOffChangedOrTooLongIsNotKnown() throws Exception {
    assertEquals(Map.of(), new ReachedTimes(dir).read(9));
    new ReachedTimes(dir).keep(Map.of(ONE, 7L));
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertEquals(Map.of(), new ReachedTimes(dir).read(9));
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file(), changed);
      assertEquals(Map.of(), new ReachedTimes(dir).read(9));
    }
    Files.write(file(), new byte[20_000]);
    assertEquals(Map.of(), new ReachedTimes(dir).read(9));
    ReachedTimes again = new ReachedTimes(dir);
    again.read(9);
    assertTrue(again.keep(Map.of(ONE, 8L)), "what is damaged is written anew");
    assertEquals(Map.of(ONE, 8L), new ReachedTimes(dir).read(9));
  }

  @Test
  void nothingIsWrittenWhereNobodyIsCalledOrWhereItCannotBe() throws Exception {
    assertTrue(new ReachedTimes(dir).keep(Map.of()));
    assertFalse(Files.exists(file()));
    Files.createDirectory(file());
    ReachedTimes blocked = new ReachedTimes(dir);
    assertEquals(Map.of(), blocked.read(9));
    Files.writeString(file().resolve("in the way"), "");
    assertFalse(blocked.keep(Map.of(ONE, 7L)));
  }
}
