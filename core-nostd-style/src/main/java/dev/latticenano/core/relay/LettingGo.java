package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Lets go of the chunks that nobody needs any more, some in each turn of the host, one store after
 * the other; and has members told that a list of theirs would let something go. Rules:
 * docs/relay.md §6.
 */
final class LettingGo {
  private final Guests guests;
  private final Ends ends;
  private final Fetches fetches;
  private final Rooms rooms;
  private final Queue<RelayEvent> events;
  private final ArrayDeque<Holding> due = new ArrayDeque<>(1);
  private Work work;

  /** What goes on about the first of those that are due. */
  private static final class Work {
    private final Set<Hash> kept = new HashSet<>();
    private byte[] above;
    private int chunks;
    private long bytes;
  }

  LettingGo(Guests guests, Ends ends, Fetches fetches, Rooms rooms, Queue<RelayEvent> events) {
    this.guests = guests;
    this.ends = ends;
    this.fetches = fetches;
    this.rooms = rooms;
    this.events = events;
  }

  /** Lists, chunks or members of a store may be others: who is to sign is told so. */
  void changed(Holding holding) throws StoreException {
    if (holding.chunks().isAnySpare() && !due.contains(holding)) {
      due.add(holding);
    }
    if (holding.chunks().takeLeftChanged()) {
      tell(holding);
    }
  }

  /** Everybody is told what is another one now. */
  void tell(Holding holding) {
    holding
        .links()
        .each(
            link -> {
              guests.of(link).termsChanged();
              ends.stir(link);
            });
  }

  /** A store is held no more. */
  void forget(Holding holding) {
    work = holding.equals(due.peek()) ? null : work;
    due.remove(holding);
  }

  /** True if {@link #step} has something to do. */
  boolean isDue() {
    return !due.isEmpty();
  }

  /** Lets some chunks go; if the disk fails, those of this store stay until more is said of it. */
  void step(long nowMs) throws StoreException {
    try {
      letGo(nowMs);
    } catch (StoreException failed) {
      due.poll();
      work = null;
      throw failed;
    }
  }

  private void letGo(long nowMs) throws StoreException {
    Holding holding = due.peek();
    if (work == null) {
      work = new Work();
      holding.chunks().beginLettingGo();
      holding.beginnings((name, offset) -> work.kept.add(Hash.of(name, offset)));
    }
    List<byte[]> some = holding.chunks().spare(work.above, Limits.RELAY_TURN_CHUNKS);
    for (byte[] each : some) {
      if (!work.kept.contains(Hash.of(each, 0))) {
        work.bytes += holding.chunks().letGo(each);
        work.chunks++;
      }
      work.above = Arrays.copyOf(each, Hash.BYTES);
    }
    holding.count();
    if (some.size() < Limits.RELAY_TURN_CHUNKS) {
      end(due.remove(), nowMs);
    }
  }

  private void end(Holding holding, long nowMs) throws StoreException {
    Work done = work;
    work = null;
    holding.chunks().wentAll();
    if (done.chunks > 0) {
      events.add(new RelayEvent.LetGo(holding.id(), done.chunks, done.bytes));
      rooms.look(holding, nowMs);
      fetches.roomy(holding);
      changed(holding);
    }
  }
}
