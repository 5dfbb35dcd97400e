package dev.latticenano.edge;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Audit;
import dev.latticenano.core.relay.Dealings;
import dev.latticenano.core.relay.Evidence;
import dev.latticenano.core.relay.Listed;
import dev.latticenano.core.relay.PruneReceipt;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.host.text.RelayUrl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What this node remembers of one relay that holds one of its stores: how to call it, the ticket
 * that is still to be redeemed, on what terms it holds the store, and what it signed.
 */
public final class UsedRelay {
  private static final int STATEMENTS_KEPT = 2;

  private final StoreId store;
  private RelayUrl url;
  private String ticket;
  private long holds;
  private Terms terms;
  private long termsMs;
  private Listed listed;
  private Verdict trouble = Verdict.OK;
  private AuthorId owed;
  private Verdict answer = Verdict.OK;
  private Evidence said = new Evidence();
  private Evidence proof = new Evidence();

  UsedRelay(StoreId store, RelayUrl url) {
    this.store = store;
    this.url = url;
  }

  /** The store it holds. */
  public StoreId store() {
    return store;
  }

  /** How it is called. */
  public RelayUrl url() {
    return url;
  }

  void url(RelayUrl newUrl) {
    url = newUrl;
  }

  /** The text of a ticket that is still to be redeemed; null for none. */
  public String ticket() {
    return ticket;
  }

  void ticket(String newTicket) {
    ticket = newTicket;
  }

  /** Sequence of the manifest that it last said holds there; 0 if it never did. */
  public long holds() {
    return holds;
  }

  void holds(long sequence) {
    holds = Math.max(holds, sequence);
  }

  /** On what terms it last said that it holds the store; null if it never did. */
  public Terms terms() {
    return terms;
  }

  /** When it said so, Unix ms; 0: never. */
  public long termsMs() {
    return termsMs;
  }

  void terms(Terms newTerms, long nowMs) {
    terms = newTerms;
    termsMs = nowMs;
    holds(newTerms.sequence());
  }

  /** What it last said of the store's chunks there; null if it never did. */
  public Listed listed() {
    return listed;
  }

  void listed(Listed newListed) {
    listed = newListed;
  }

  /** What came of the last errand there; OK if nothing is wrong. */
  public Verdict trouble() {
    return trouble;
  }

  void trouble(Verdict newTrouble) {
    trouble = newTrouble;
  }

  /** An author of whom it listed less than both had; null for none. */
  public AuthorId owed() {
    return owed;
  }

  void owed(AuthorId newOwed) {
    owed = newOwed;
  }

  /** OK, or what was wrong with its last answer to a question. */
  public Verdict answer() {
    return answer;
  }

  void answer(Verdict newAnswer) {
    answer = newAnswer;
  }

  /** Its last two statements, and the receipts since the first of them. */
  public Evidence said() {
    return said;
  }

  void said(Evidence newSaid) {
    said = newSaid;
  }

  /** What proves that it lied; empty while nothing does. */
  public Evidence proof() {
    return proof;
  }

  void proof(Evidence newProof) {
    proof = newProof;
  }

  /**
   * True if what it holds may be counted on: it said on what terms it holds the store, its time is
   * not over, it takes more, and nothing that it said or signed since is wrong.
   */
  boolean isSound(long nowMs) {
    return terms != null
        && terms.verdict() == Verdict.OK
        && (terms.untilSeconds() == 0 || terms.untilSeconds() * 1000 > nowMs)
        && trouble == Verdict.OK
        && answer == Verdict.OK
        && owed == null
        && proof.count() == 0;
  }

  /** The last statement; null if there is none. */
  public Statement last() {
    return statements().stream().max(Comparator.comparingLong(Statement::counter)).orElse(null);
  }

  private List<Statement> statements() {
    return said.statements();
  }

  /** The counter of the last receipt that is not to be asked for again. */
  long receiptsAfter() {
    long after = 0;
    for (PruneReceipt each : said.receipts()) {
      after = Math.max(after, each.counter());
    }
    Statement last = last();
    return last == null ? after : Math.max(after, last.receipts());
  }

  /** Takes what it said: compared at once with what it said before, of which the last is kept. */
  void take(Dealings.Said news, Audit.Forks forks) {
    owed = news.owed();
    answer = news.verdict();
    Evidence all = new Evidence().add(said);
    news.receipts().forEach(all::add);
    if (news.statement() != null) {
      all.add(news.statement());
    }
    Audit.of(all, forks).forEach(finding -> proof.add(finding.proof()));
    List<Statement> statements = new ArrayList<>(all.statements());
    statements.sort(Comparator.comparingLong(Statement::counter));
    int from = Math.max(0, statements.size() - STATEMENTS_KEPT);
    Evidence kept = new Evidence();
    long since = statements.isEmpty() ? 0 : statements.get(from).receipts();
    statements.subList(from, statements.size()).forEach(kept::add);
    all.receipts().stream().filter(each -> each.counter() > since).forEach(kept::add);
    said = kept;
  }
}
