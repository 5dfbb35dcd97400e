package dev.latticenano.edge.scenario;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A stick carried between 50 nodes for 1000 hours, as {@code -Dtest=FiftyNodesRun} asks for it:
 * takes a minute of processor time.
 */
final class FiftyNodesRun {
  @Test
  void endsEqualEverywhere() {
    long seed = Long.getLong("seed", 1);
    Played played = Played.silent(Shelf.text("carry-all"), Map.of(), seed);
    played.report().table().forEach(System.out::println);
    assertNull(played.failed(), () -> "--seed " + seed + "\n" + played.failed());
  }
}
