package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;

/**
 * A link whose sent frames pass a {@link FaultyWire} first: what the layers above must survive.
 *
 * <p>When the wire is cut, the link below is closed, so that both ends learn of it. Decorate both
 * ends to have faults in both directions.
 */
public final class FaultyLink implements Link {
  private final Link below;
  private final FaultyWire wire;

  public FaultyLink(Link below, FaultyWire.Faults faults, long seed) {
    this.below = below;
    this.wire = new FaultyWire(faults, seed);
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    Link.checkFrame(frame, offset, length);
    wire.offer(frame, offset, length);
    for (byte[] next = wire.poll(); next != null; next = wire.poll()) {
      below.send(next, 0, next.length);
    }
    if (wire.isCut()) {
      below.close();
      throw new LinkException(Kind.CLOSED_BY_PEER, "the wire is cut");
    }
  }

  @Override
  public int receive(byte[] out, int offset, long timeoutMs) throws LinkException {
    return below.receive(out, offset, timeoutMs);
  }

  @Override
  public LinkStats stats() {
    return below.stats();
  }

  @Override
  public void close() {
    below.close();
  }
}
