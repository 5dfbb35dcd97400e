package dev.latticenano.link;

import dev.latticenano.link.bridge.BridgeVerdict;

/** What a bridge answered: a verdict and, when that is {@code DONE}, the body of its answer. */
public final class BridgeAnswer {
  private final BridgeVerdict verdict;
  private final byte[] body;

  BridgeAnswer(BridgeVerdict verdict, byte[] body) {
    this.verdict = verdict;
    this.body = body;
  }

  public BridgeVerdict verdict() {
    return verdict;
  }

  /** The body, the caller's; empty unless the verdict is {@code DONE}. */
  public byte[] body() {
    return body;
  }
}
