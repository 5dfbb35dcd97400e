package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.PeerPlace;
import java.util.List;

/** What a host may want to know or show. Drained from {@link Node} after every call. */
public sealed interface Event {
  /**
   * A peer has said who it is and which stores it offers.
   *
   * @param link the host's number for the link
   * @param name what the peer calls itself; unproven
   * @param key the key the peer claims; unproven
   * @param stores how many stores both hold
   */
  record Met(int link, String name, AuthorId key, int stores) implements Event {}

  /**
   * A frame or what it carried broke a rule; the peer has been told.
   *
   * @param store the store of the session it was said in; null if it was said in none
   * @param verdict the first rule that was broken
   */
  record Refused(int link, StoreId store, Verdict verdict) implements Event {}

  /** An op could not be applied: it stays in the log and counts for nothing in state. */
  record Quarantined(StoreId store, Hash intention, Verdict verdict) implements Event {}

  /**
   * An op of a type that Rust nodes also hold could not be applied: state of the store stops before
   * it, so that nothing is shown that others do not see. A newer program may know it; or a person
   * has it passed over.
   */
  record Stalled(StoreId store, Hash intention, Verdict verdict) implements Event {}

  /**
   * The peer answered the wish to be let into a store: OK, and what it gave is kept; or why not.
   */
  record Joined(int link, StoreId store, Verdict verdict) implements Event {}

  /**
   * Whoever let this node into a store says whom else it may ask; comes before {@link Joined}.
   *
   * @param link where it was said
   * @param peers members that may be asked for the store
   * @param places where some of them may be reached
   * @param intentions about how many there are; 0: not said
   */
  record Told(
      int link, StoreId store, List<AuthorId> peers, List<PeerPlace> places, long intentions)
      implements Event {}

  /**
   * The bootstrap of a store: OK, it is over, and this node may write there; or what is wrong with
   * all that has come.
   */
  record Bootstrapped(StoreId store, Verdict verdict) implements Event {}

  /** State is being made anew from the log, for {@code reason}, in one clause. */
  record StartedOver(StoreId store, String reason) implements Event {}

  /**
   * An author has signed two intentions with one store_prev: both are kept, state leaves the author
   * at the intention before.
   */
  record Forked(StoreId store, AuthorId author, int height) implements Event {}

  /**
   * A peer holds intentions of our own that are not here: nothing may be written before they are.
   */
  record OwnTipUnknown(StoreId store) implements Event {}

  /**
   * The records of {@code count} intentions on this disk are damaged: they are passed over in state
   * until a peer has brought them again.
   */
  record Lost(StoreId store, int count) implements Event {}

  /** The disk is full: nothing more is taken until there is room; reading goes on. */
  record Full(String message) implements Event {}

  /** There is room on the disk again: what had stopped goes on by itself. */
  record Resumed() implements Event {}

  /**
   * This node has said again what its own older intentions still mean: those may go elsewhere once
   * all voters have seen it.
   */
  record Restated(StoreId store, Restating.Outcome outcome) implements Event {}

  /**
   * A peer handed over a snapshot that is not to be believed, or does not go with what is here:
   * nothing of it was taken.
   */
  record BaseRefused(StoreId store, Verdict verdict) implements Event {}

  /** A store was restored from a snapshot that a peer had. */
  record Restored(StoreId store) implements Event {}

  /** A store says something else about its children than before, or says it for the first time. */
  record Children(StoreId store) implements Event {}

  /** A member of a store fell behind, fell silent or is in step again. */
  record Lagging(StoreId store, Lag lag) implements Event {}

  /** This node made a snapshot of a store, and says so in {@code notice}. */
  record SnapshotMade(StoreId store, Hash notice) implements Event {}

  /**
   * Every voter agrees to the snapshot of {@code notice}: state begins with it, and the log below
   * it may go.
   */
  record SnapshotFinal(StoreId store, Hash notice) implements Event {}

  /**
   * The notice of a snapshot has no effect here, and nothing is dropped by it. If it {@code
   * DIFFERS}, this node's state of the store or that of the notice's author is wrong.
   */
  record SnapshotRefused(StoreId store, Hash notice, SnapshotStanding standing) implements Event {}

  /**
   * Both ends of the link have all they want of each other, or {@code trouble} says what is amiss.
   */
  record Complete(int link, Verdict trouble) implements Event {}
}
