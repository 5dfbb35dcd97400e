package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay as its delivered launcher starts it. */
class LauncherTest {
  // Of a thread in /proc, counted behind its name.
  private static final int NICE_FIELD = 16;
  private static final int STEP_BACK = 10;

  @TempDir Path place;

  private static List<Integer> niceOf(long pid, String name) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path each : threads.toList()) {
        String stat;
        try {
          stat = Files.readString(each.resolve("stat"));
        } catch (IOException e) {
          // A thread may end while it is looked at: then it is none of those asked for.
          continue;
        }
        int end = stat.lastIndexOf(')');
        if (stat.substring(stat.indexOf('(') + 1, end).startsWith(name)) {
          found.add(Integer.parseInt(stat.substring(end + 2).split(" ")[NICE_FIELD]));
        }
      }
    }
    return found;
  }

  @Test
  void javasCompilersGiveWayToTheThreadThatServesAndNothingIsSaidOfIt() throws Exception {
    Packed packed = Packed.into(place);
    String text = Files.readString(Packed.root().resolve("relay/packaging/launcher"));
    Path launcher = place.resolve("launcher");
    Files.writeString(
        launcher, text.replace("/usr/share/lattice-relay", packed.folder().toString()));
    Path dir = place.resolve("relay");
    RelayHome.create(dir, new OperatorSettings());
    try (Served served = Served.launched("sh", launcher.toString(), dir)) {
      List<Integer> serving = niceOf(served.pid(), "java");
      List<Integer> compiling = niceOf(served.pid(), "C2 Compiler");
      assertFalse(compiling.isEmpty(), "no thread of the compiler");
      for (int nice : compiling) {
        assertEquals(Math.max(STEP_BACK, serving.get(0)), nice);
      }
      served.signal("TERM");
      assertEquals(0, served.end());
      assertFalse(served.log().contains("VM warning"), served.log());
    }
  }
}
