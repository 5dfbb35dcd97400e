package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * What a node has to do with relays: what is to be brought to which, and who remembers what they
 * say. The host's; asked and told in the middle of a frame, so it does nothing that lasts.
 */
public interface Dealings {
  /**
   * What is to be brought to a relay before anything else is said to it; null: nothing now. The
   * same is due until its answer was told.
   */
  Errand due(AuthorId relay, long nowMs) throws StoreException;

  /**
   * What came of an errand.
   *
   * @param answer its verdict; MESSAGE_UNKNOWN if the peer is no relay, PEER_SILENT if none came
   */
  void redeemed(AuthorId relay, Errand errand, Answer answer) throws StoreException;

  /** On what terms a relay says that it holds a store. */
  void terms(AuthorId relay, StoreId store, Terms terms, long nowMs) throws StoreException;

  /** What a relay is to be asked about a store on which both agree now. */
  Question question(AuthorId relay, StoreId store) throws StoreException;

  /** What it said. */
  void said(AuthorId relay, StoreId store, Said said) throws StoreException;

  /**
   * A manifest to bring, and a ticket.
   *
   * @param ticket null: the manifest takes the place of another
   */
  record Errand(Manifest manifest, Ticket ticket) {}

  /**
   * What came of an errand.
   *
   * @param sequence of the manifest that holds at the relay; 0 if it did not say
   * @param holds that manifest, whose form is right and whose signature is not checked; or null
   */
  record Answer(Verdict verdict, long sequence, Manifest holds) {}

  /**
   * A question for a statement, and for receipts.
   *
   * @param receiptsAfter the counter of the last prune receipt that is known here
   * @param agreed what this node shows; forked authors left out
   */
  record Question(long receiptsAfter, List<Audit.Stand> agreed) {}

  /**
   * A relay's answer, whose signatures are right.
   *
   * @param statement null: it did not answer within {@code Limits.RELAY_ANSWER_MS}, or wrongly
   * @param receipts those that came, by rising counter
   * @param owed an author of whom it lists less than both had; null for none
   * @param verdict OK, or the rule that its answer breaks
   */
  record Said(Statement statement, List<PruneReceipt> receipts, AuthorId owed, Verdict verdict) {}
}
