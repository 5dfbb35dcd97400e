package dev.latticenano.bench.relay;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** A member that writes at a steady rate, over a link on which both ends agreed before. */
public final class Publisher implements AutoCloseable {
  private static final long NAP_NS = 200_000;

  private final Member member;
  private final StoreId store;
  private final AtomicLongArray writtenNs;
  private final int number;
  private final TcpLink link;
  private int written;

  /** Calls a relay and agrees with it. */
  public Publisher(Member member, int number, int port, StoreId store, AtomicLongArray writtenNs)
      throws LinkException, StoreException {
    this.member = member;
    this.number = number;
    this.store = store;
    this.writtenNs = writtenNs;
    this.link = member.meet(port, number, store);
  }

  /** Writes {@code count} intentions, {@code perSecond} of them; returns the seconds it took. */
  public double publish(int perSecond, int count)
      throws LinkException, StoreException, RefusedException {
    long startNs = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long dueNs = startNs + i * 1_000_000_000L / perSecond;
      idle(dueNs);
      writtenNs.set(written++, System.nanoTime());
      member.write(store, 1, written);
      member.turn(link, number, 0);
    }
    return (System.nanoTime() - startNs) / 1e9;
  }

  /** Says and hears what there is until {@code untilNs}. */
  public void idle(long untilNs) throws LinkException, StoreException {
    do {
      member.turn(link, number, 0);
      long leftNs = untilNs - System.nanoTime();
      if (leftNs > 0) {
        LockSupport.parkNanos(Math.min(NAP_NS, leftNs));
      }
    } while (System.nanoTime() < untilNs);
  }

  /** Intentions written so far. */
  public int written() {
    return written;
  }

  @Override
  public void close() {
    link.close();
    member.node().unlink(number);
  }
}
