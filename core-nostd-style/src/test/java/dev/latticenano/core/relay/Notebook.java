package dev.latticenano.core.relay;

import dev.latticenano.core.MembersManifest;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A member's dealings with relays, in memory: all that was ever signed is kept. */
final class Notebook implements Dealings, Whereabouts {
  final Evidence evidence = new Evidence();
  final List<Said> said = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  final List<Terms> terms = new ArrayList<>();
  final List<String> places = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  final Deque<Errand> due = new ArrayDeque<>();
  private final RelayMember member;

  Notebook(RelayMember member) {
    this(member, MemberLists.NONE);
  }

  Notebook(RelayMember member, MemberLists lists) {
    this.member = member;
    Ed25519Verifier verifier = new Ed25519Verifier();
    member.node.doors().errands((link, peer) -> new Visit(peer, verifier, this, this, lists));
  }

  @Override
  public List<String> of(StoreId store, AuthorId peer) {
    return places;
  }

  @Override
  public void told(StoreId store, AuthorId peer, String url) {
    heard.add(store + " " + url);
  }

  @Override
  public Errand due(AuthorId relay, long nowMs) {
    return due.peek();
  }

  @Override
  public void redeemed(AuthorId relay, Errand errand, Answer answer) {
    due.remove(errand);
    answers.add(answer);
  }

  @Override
  public void terms(AuthorId relay, StoreId store, Terms news, long nowMs) {
    terms.add(news);
  }

  @Override
  public Question question(AuthorId relay, StoreId store) throws StoreException {
    long after = 0;
    for (PruneReceipt each : evidence.receipts()) {
      after = each.relay().equals(relay) ? Math.max(after, each.counter()) : after;
    }
    return new Question(after, MembersManifest.stands(member.node.dag(store)));
  }

  @Override
  public void said(AuthorId relay, StoreId store, Said news) {
    said.add(news);
    if (news.statement() != null) {
      evidence.add(news.statement());
    }
    news.receipts().forEach(evidence::add);
  }

  /** The last statement. */
  Statement last() {
    return said.get(said.size() - 1).statement();
  }

  /** True if every answer was as it has to be. */
  boolean isContent() {
    return said.stream().allMatch(each -> each.verdict() == Verdict.OK && each.owed() == null);
  }
}
