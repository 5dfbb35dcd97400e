package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a node asks a relay, and how long it waits for what it says: docs/relay.md §7. */
class VisitLimitsTest {
  // Until what was said is durable, and both agree.
  private static final long SETTLE_MS = 1_000;

  private final RelayScene scene;
  private final Notebook ann;
  private final RelayWorld.Wire wire;

  VisitLimitsTest() throws Exception {
    scene = new RelayScene().held(RelayScene.GIB);
    ann = new Notebook(scene.ann);
    wire = scene.world.link(scene.ann, scene.house);
    scene.world.run(SETTLE_MS);
  }

  @Test
  void asksAgainAfterAWhileOnly() throws Exception {
    assertEquals(1, ann.said.size());
    scene.ann.put(scene.store, "k", "news");
    scene.world.run(Limits.RELAY_ASK_MS - SETTLE_MS - 1);
    assertEquals(1, ann.said.size());
    scene.world.run(SETTLE_MS + 1);
    assertEquals(2, ann.said.size());
  }

  @Test
  void whoDoesNotAnswerAnErrandInTimeIsSilent() throws Exception {
    wire.up = false;
    ann.due.add(new Dealings.Errand(scene.sign(scene.members()), null));
    scene.world.run(0);
    scene.world.run(Limits.RELAY_ANSWER_MS - 1);
    assertEquals(List.of(), ann.answers);
    scene.world.run(1);
    assertEquals(List.of(new Dealings.Answer(Verdict.PEER_SILENT, 0, null)), ann.answers);
  }
}
