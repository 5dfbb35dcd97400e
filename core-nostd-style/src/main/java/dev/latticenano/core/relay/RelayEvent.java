package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;

/** What the host of a relay may want to know. */
public sealed interface RelayEvent {
  /** Somebody has proven to be at the other end of a link. */
  record Met(int link, AuthorId key) implements RelayEvent {}

  /**
   * A peer broke a rule. MESSAGE_UNKNOWN is nobody's fault: the message is of another version, or
   * one that only members answer.
   *
   * @param store the store of the session it was said in; null if it was said in none
   */
  record Refused(int link, StoreId store, Verdict verdict) implements RelayEvent {}

  /** A link costs more than it is worth: the host ends it. */
  record Unwelcome(int link, String why) implements RelayEvent {}

  /** A ticket was redeemed for a store, held from now on or longer than before. */
  record Admitted(StoreId store, AuthorId owner) implements RelayEvent {}

  /** Another manifest of a store holds. */
  record Renewed(StoreId store, long sequence) implements RelayEvent {}

  /** Nothing more is taken of a store from some peer, for want of room or time. */
  record Short(StoreId store, Verdict verdict) implements RelayEvent {}

  /** A store has room again, and takes more. */
  record Roomy(StoreId store) implements RelayEvent {}

  /** Intentions of so many bytes went, which everybody had seen to be of no use any more. */
  record Pruned(StoreId store, long intentions, long bytes) implements RelayEvent {}

  /** Chunks of so many bytes went, which all owners and voters said are not needed any more. */
  record LetGo(StoreId store, int chunks, long bytes) implements RelayEvent {}

  /** A store is held no more: its time is long over, or the operator's word. */
  record Gone(StoreId store) implements RelayEvent {}

  /** A store that another process of the site serves is not opened here. */
  record Elsewhere(StoreId store, String message) implements RelayEvent {}

  /** A store that another process served is held here from now on. */
  record Claimed(StoreId store) implements RelayEvent {}

  /** The disk is full. */
  record Full(String message) implements RelayEvent {}

  /** The disk has room again. */
  record Resumed() implements RelayEvent {}
}
