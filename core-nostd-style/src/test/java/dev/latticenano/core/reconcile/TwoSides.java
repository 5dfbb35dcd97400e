package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An initiator and a responder, and what went between them. */
final class TwoSides implements Differences {
  final Negentropy initiator;
  final Negentropy responder;
  final Set<Hash> have = new HashSet<>();
  final Set<Hash> need = new HashSet<>();
  final List<String> messages = new ArrayList<>();
  int told;
  int rounds;
  long bytes;
  private boolean keeping;

  TwoSides(ItemSet mine, Caps caps, ItemSet theirs, Caps theirCaps) {
    initiator = new Negentropy(mine, caps, 1);
    responder = new Negentropy(theirs, theirCaps, 2);
  }

  /** Keeps what is sent, as text. */
  TwoSides keeping() {
    keeping = true;
    return this;
  }

  TwoSides run() throws StoreException {
    initiator.initiate();
    while (!initiator.isDone()) {
      rounds++;
      send(initiator, responder, null);
      send(responder, initiator, this);
    }
    return this;
  }

  private void send(Negentropy from, Negentropy to, Differences found) throws StoreException {
    int length = from.messageLength();
    bytes += length;
    if (keeping) {
      messages.add(Hex.encode(from.message(), 0, length));
    }
    assertEquals(Verdict.OK, to.receive(from.message(), 0, length, found));
    assertTrue(rounds < 10_000, "no end");
  }

  @Override
  public void have(byte[] id, int offset) {
    told++;
    have.add(Hash.of(id, offset));
  }

  @Override
  public void need(byte[] id, int offset) {
    told++;
    need.add(Hash.of(id, offset));
  }
}
