package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.session.Frames;
import dev.latticenano.core.session.LinkProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes over a link, a relay answers by a verdict, and only for so long. */
class RelayHostileTest {
  @Test
  void anyBytesAreAnsweredByAVerdictAndThenByNothing() {
    Seeds.run(
        getClass(),
        random -> {
          RelayScene scene = new RelayScene().held(RelayScene.GIB);
          scene.house.relay.link(77, LinkProfile.TCP, scene.world.nowMs);
          for (int i = 0; i < Limits.RELAY_STRANGER_FRAMES; i++) {
            byte[] frame = new byte[1 + random.nextInt(400)];
            random.nextBytes(frame);
            scene.house.relay.receive(77, frame, 0, frame.length, scene.world.nowMs);
          }
          scene.house.drainEvents();
          assertTrue(scene.house.take(RelayEvent.Unwelcome.class).isEmpty());
          scene.house.take(RelayEvent.Refused.class);
          for (int i = 0; i < 1_000; i++) {
            byte[] frame = new byte[1 + random.nextInt(400)];
            random.nextBytes(frame);
            assertEquals(
                Verdict.OK,
                scene.house.relay.receive(77, frame, 0, frame.length, scene.world.nowMs));
          }
          scene.house.drainEvents();
          assertEquals(1, scene.house.take(RelayEvent.Unwelcome.class).size());
          assertTrue(scene.house.take(RelayEvent.Refused.class).isEmpty());
        });
  }

  @Test
  void whoTriesManyTicketsIsTold() throws Exception {
    RelayScene scene = new RelayScene();
    RelayHouse elsewhere = scene.world.house(RelaySettings.DEFAULT);
    for (int i = 0; i < Limits.RELAY_REDEEMS_BURST + 2; i++) {
      scene.ann.errands.redeem(scene.sign(scene.members()), elsewhere.ticket(1, 0, 1));
    }
    scene.world.meet(scene.ann, scene.house);
    List<Verdict> answers = scene.ann.errands.answers;
    assertEquals(Limits.RELAY_REDEEMS_BURST, answers.size());
    assertEquals(List.of(Verdict.TICKET_FOREIGN), answers.stream().distinct().toList());
    List<RelayEvent.Refused> refused = scene.house.take(RelayEvent.Refused.class);
    assertNotEquals(0, refused.size());
    assertEquals(Verdict.REDEEMS_TOO_MANY, refused.get(0).verdict());
    assertEquals(List.of(), scene.house.relay.stores());
  }

  @Test
  void aRefusalNamesTheStoreInWhoseSessionTheRuleWasBroken() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    RelayStranger bo = new RelayStranger(scene.house, 77, scene.bo.signer);
    bo.prove();
    bo.give(Frames.hello());
    bo.give(Frames.callersOffer(bo.binding(), scene.store));
    Frames ack = new Frames().start(Message.ACK).number(1, 0).number(2, 1L << 40);
    assertEquals(Verdict.ACK_MALFORMED, bo.give(ack.finish()));
    bo.give(new Frames().start(Message.WANT).number(1, 1).finish());
    scene.house.drainEvents();
    List<RelayEvent.Refused> refused = scene.house.take(RelayEvent.Refused.class);
    assertEquals(2, refused.size());
    assertEquals(scene.store, refused.get(0).store());
    assertEquals(null, refused.get(1).store());
  }

  @Test
  void aLinkThatIsNotThereIsAMistakeOfTheHosts() {
    Relay relay = new RelayWorld().house(RelaySettings.DEFAULT).relay;
    byte[] frame = new byte[1];
    assertThrows(IllegalArgumentException.class, () -> relay.receive(1, frame, 0, 1, 0));
    relay.unlink(1);
    assertEquals(null, relay.end(1));
  }
}
