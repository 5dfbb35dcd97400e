package dev.latticenano.core.session;

import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.store.StoreException;

/** What one end of a link has to say, in the order in which it is said. */
final class Outgoing {
  private final FrameWriter writer = new FrameWriter();
  private final Packing packing;
  private final LinkProfile profile;
  private final Greeting greeting;
  private final Refusals refusals;
  private final Offers offers;
  private final Joining joining;
  private final Sessions sessions;
  private final ChunkExchange exchange;
  private final Rest rest;
  private Errands errands = Errands.NONE;

  Outgoing(
      LinkProfile profile,
      Greeting greeting,
      Refusals refusals,
      Offers offers,
      Joining joining,
      Sessions sessions,
      ChunkExchange exchange,
      Rest rest) {
    this.packing = new Packing(profile.frameBytes());
    this.profile = profile;
    this.greeting = greeting;
    this.refusals = refusals;
    this.offers = offers;
    this.joining = joining;
    this.sessions = sessions;
    this.exchange = exchange;
    this.rest = rest;
  }

  /** From now on {@code newErrands} has its say, too. */
  void errands(Errands newErrands) {
    errands = newErrands;
  }

  /**
   * Begins a frame: all short messages that are due, or something long.
   *
   * @return true if something long is in it
   */
  boolean begin(byte[] out, int offset, long nowMs) throws StoreException {
    packing.begin(out, offset, greeting.conversation());
    while (!packing.isFull() && packing.add(transmitShort(out, packing.at(), nowMs))) {}
    boolean large = !packing.isFull() && packing.add(transmitBulk(out, packing.at(), nowMs));
    if (large) {
      packing.close();
    }
    return large;
  }

  /** Completes it, last of all with a word on rest; returns its bytes, or 0 if it says nothing. */
  int finish(byte[] out, boolean atRest, long nowMs) {
    if (!packing.isFull() && !exchange.isServing()) {
      long nextRetryMs = nowMs + profile.retryMs();
      packing.add(rest.transmit(writer, out, packing.at(), atRest, exchange.news(), nextRetryMs));
    }
    return packing.finish();
  }

  private int transmitShort(byte[] out, int offset, long nowMs) throws StoreException {
    int length = greeting.transmit(writer, out, offset);
    length = length == 0 ? refusals.transmit(writer, out, offset) : length;
    length = length == 0 ? offers.transmit(writer, out, offset) : length;
    length = length == 0 ? joining.transmit(writer, out, offset, nowMs) : length;
    length =
        length == 0 && greeting.isHeard() ? errands.transmit(writer, out, offset, nowMs) : length;
    length = length == 0 ? sessions.transmitControl(writer, out, offset) : length;
    if (length == 0 && !sessions.isEmpty()) {
      length = exchange.transmitWant(writer, out, offset, nowMs);
    }
    return length;
  }

  private int transmitBulk(byte[] out, int offset, long nowMs) throws StoreException {
    int room = packing.room();
    return sessions.transmitBulk(exchange, writer, out, offset, room, packing.isEmpty(), nowMs);
  }
}
