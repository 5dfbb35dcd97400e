package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What one side does beyond finding differences: versions, limits, the order of calls. */
class NegentropyTest {
  private static final Caps CAPS = Caps.ofFrames(0);

  private final ItemTree items = new ItemTree();
  private final TwoSides nobody = new TwoSides(items, CAPS, items, CAPS);

  private static Verdict receive(Negentropy side, String hex) throws StoreException {
    byte[] bytes = Hex.decode(hex);
    return side.receive(bytes, 0, bytes.length, null);
  }

  private static String message(Negentropy side) {
    return Hex.encode(side.message(), 0, side.messageLength());
  }

  @Test
  void aResponderAnswersAnotherVersionAndGoesOn() throws StoreException {
    items.insert(12345, HexFormat.of().parseHex("ee".repeat(32)), 0);
    Negentropy responder = new Negentropy(items, CAPS, 1);
    for (int version = 0x60; version <= 0x6F; version++) {
      if (version != 0x61) {
        assertEquals(Verdict.OK, receive(responder, Integer.toHexString(version) + "aabbccddeeff"));
        assertEquals("61", message(responder));
      }
    }
    assertEquals(Verdict.OK, receive(responder, "6100000200"));
    assertEquals("6100000201" + "ee".repeat(32), message(responder));
    assertFalse(responder.isDone());
  }

  @Test
  void whatATooLateFaultFollowsIsNotTold() throws StoreException {
    Negentropy initiator = new Negentropy(items, CAPS, 1);
    initiator.initiate();
    byte[] bytes = Hex.decode("6105000201" + "11".repeat(32) + "000003");
    assertEquals(Verdict.RECONCILE_MODE_UNKNOWN, initiator.receive(bytes, 0, bytes.length, nobody));
    assertEquals(0, nobody.told);
  }

  @Test
  void rangesAreCounted() throws StoreException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(0x61);
    for (int i = 0; i < Limits.RECONCILE_RANGES_MAX; i++) {
      message.writeBytes(new byte[] {2, 0, 0});
    }
    byte[] most = message.toByteArray();
    assertEquals(Verdict.OK, new Negentropy(items, CAPS, 1).receive(most, 0, most.length, null));
    message.writeBytes(new byte[] {2, 0, 0});
    byte[] more = message.toByteArray();
    assertEquals(
        Verdict.RECONCILE_RANGES_TOO_MANY,
        new Negentropy(items, CAPS, 1).receive(more, 0, more.length, null));
  }

  @Test
  void roundsAreCounted() throws StoreException {
    Negentropy responder = new Negentropy(items, CAPS, 1);
    for (int i = 0; i < Limits.RECONCILE_ROUNDS_MAX; i++) {
      assertEquals(Verdict.OK, receive(responder, "61"));
    }
    assertEquals(Verdict.RECONCILE_ROUNDS_TOO_MANY, receive(responder, "61"));
  }

  @Test
  void aMessageOfOneFrameIsTakenAndALongerOneIsNot() throws StoreException {
    byte[] bytes = new byte[Limits.FRAME_BYTES_MAX + 1];
    bytes[0] = 0x62;
    Negentropy responder = new Negentropy(items, CAPS, 1);
    assertEquals(Verdict.OK, responder.receive(bytes, 0, bytes.length - 1, null));
    assertEquals(Verdict.RECONCILE_TOO_LONG, responder.receive(bytes, 0, bytes.length, null));
  }

  @Test
  void frameLimitsBeginAt4096() {
    assertThrows(IllegalArgumentException.class, () -> Caps.ofFrames(4095));
    assertEquals(4096, Caps.ofFrames(4096).frameBytesMax());
  }

  @Test
  void callsOutOfOrderAreOurFault() throws StoreException {
    Negentropy side = new Negentropy(items, CAPS, 1);
    byte[] bytes = {0x61};
    assertThrows(IllegalArgumentException.class, () -> side.receive(bytes, 0, 1, nobody));
    side.initiate();
    assertThrows(IllegalStateException.class, side::initiate);
    assertThrows(IllegalArgumentException.class, () -> side.receive(bytes, 0, 1, null));
    assertEquals(Verdict.OK, side.receive(bytes, 0, 1, nobody));
    assertTrue(side.isDone());
  }

  @Test
  void anItemThatCameBetweenTwoMessagesIsFoundNextTime() throws StoreException {
    ItemTree theirs = new ItemTree();
    for (int i = 0; i < 100; i++) {
      ModelItem item = ModelItem.at(i);
      items.insert(item.created(), item.id().toBytes(), 0);
      theirs.insert(item.created(), item.id().toBytes(), 0);
    }
    Negentropy initiator = new Negentropy(items, CAPS, 1);
    initiator.initiate();
    theirs.insert(7, new byte[32], 0);
    Negentropy responder = new Negentropy(theirs, CAPS, 2);
    responder.receive(initiator.message(), 0, initiator.messageLength(), null);
    items.insert(7, new byte[32], 0);
    initiator.receive(responder.message(), 0, responder.messageLength(), nobody);
    assertEquals(0, nobody.told);
    assertTrue(new TwoSides(items, CAPS, theirs, CAPS).run().have.isEmpty());
  }
}
