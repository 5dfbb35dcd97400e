package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;

/**
 * What the sessions of one store read and write messages with, one message after the other: nothing
 * of it is kept from one to the next, so thousands of links that rest take no room for it.
 */
final class Reading {
  private final FrontierView frontier = new FrontierView();
  private final BatchView batch = new BatchView();
  private final AckView ack = new AckView();
  private final PushView push = new PushView();
  private final Cursor fields = new Cursor();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final byte[] hash = new byte[Hash.BYTES];
  private final Tips tips;
  private final BaseExchange idleBases;

  /** For the sessions of {@code store}. */
  Reading(Held store) {
    tips = new Tips(store.dag());
    idleBases = BaseExchange.idle(store);
  }

  FrontierView frontier() {
    return frontier;
  }

  BatchView batch() {
    return batch;
  }

  AckView ack() {
    return ack;
  }

  PushView push() {
    return push;
  }

  /** The fields of any other message. */
  Cursor fields() {
    return fields;
  }

  SignedIntentionView signed() {
    return signed;
  }

  /** Room for one hash or key. */
  byte[] hash() {
    return hash;
  }

  /** For sessions over which nothing is handed over. */
  BaseExchange idleBases() {
    return idleBases;
  }

  /** Writes what this end has. */
  Tips tips() {
    return tips;
  }
}
