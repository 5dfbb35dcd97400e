package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;

/** How far one session has come, in intentions; read by hosts, written by the session alone. */
public final class Progress {
  int received;
  int repeated;
  int refused;
  int sent;
  int toSend;
  int acknowledged;
  int pushed;
  int refusedByPeer;
  int apart;

  Progress() {}

  /** Counts an intention by what became of it; returns the worse of that and {@code worst}. */
  Verdict count(Verdict verdict, Verdict worst) {
    switch (verdict) {
      case OK, FLOATING -> received++;
      case DUPLICATE -> repeated++;
      default -> {
        refused++;
        return verdict;
      }
    }
    return worst;
  }

  /** New intentions received; durable once they are acknowledged. */
  public int received() {
    return received;
  }

  /** Intentions received that were here already. */
  public int repeated() {
    return repeated;
  }

  /** Intentions received that broke a rule. */
  public int refused() {
    return refused;
  }

  /** Intentions sent, repetitions counted. */
  public int sent() {
    return sent;
  }

  /** Intentions the peer was found to lack. */
  public int toSend() {
    return toSend;
  }

  /** Intentions the peer holds durably because of this session. */
  public int acknowledged() {
    return acknowledged;
  }

  /** Intentions pushed and answered; what a round brought again counts as acknowledged, too. */
  public int pushed() {
    return pushed;
  }

  /**
   * Intentions from which the sets agree apart: one of the ends keeps them out for their author's
   * sake. 0 where the sets agree, or do not.
   */
  public int apart() {
    return apart;
  }

  /** Intentions of ours that the peer refused. */
  public int refusedByPeer() {
    return refusedByPeer;
  }
}
