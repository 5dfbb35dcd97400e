package dev.latticenano.relay.net;

/** Whoever wants a link to somebody else; called on the thread of a {@link LinkLoop} alone. */
public interface Dialed {
  /** The link is up, and nobody is proven at its other end yet. */
  void connected(int link);

  /** There is no link; why, in a few words without an address. */
  void failed(String why);
}
