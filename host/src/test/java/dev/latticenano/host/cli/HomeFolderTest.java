package dev.latticenano.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HomeFolderTest {
  private static final HomeFolder HOME = new HomeFolder("SOME_DIR", "some");

  @Test
  void whatStandsBehindTheCommandCountsFirstAndThenWhatStandsBefore() throws Exception {
    assertEquals(Path.of("behind"), HOME.of(Path.of("behind"), Path.of("before")));
    assertEquals(Path.of("before"), HOME.of(null, Path.of("before")));
  }

  @Test
  void theEnvironmentNamesItOrTheUsersFolder() throws Exception {
    assertEquals(Path.of("/d"), HOME.of(Map.of("SOME_DIR", "/d", "HOME", "/h")));
    assertEquals(Path.of("/h/.local/share/some"), HOME.of(Map.of("SOME_DIR", "", "HOME", "/h")));
    Path users = Path.of(System.getProperty("user.home"), ".local", "share", "some");
    assertEquals(users, HOME.of(Map.of()));
  }

  @Test
  void whatIsNoPathIsBadInput() {
    Failure e = assertThrows(Failure.class, () -> HOME.of(Map.of("SOME_DIR", "a\0b")));
    assertEquals(Failure.BAD_INPUT, e.exitCode());
  }
}
