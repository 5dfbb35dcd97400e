package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what relays signed, and finds what an honest one never signs, whatever its members and
 * its disk did. All it says follows from signatures, so whoever is handed the proof finds the same.
 * Of each relay and store the statements are compared in the order of their counters. Rules:
 * docs/relay.md §7.
 */
public final class Audit {
  private final Evidence all;
  private final Forks forks;
  private final List<Finding> findings = new ArrayList<>();

  /** Who is known to have forked its chain, by two signatures of its own. */
  public interface Forks {
    /** True if {@code author} did, in {@code store}. */
    boolean isForked(StoreId store, AuthorId author);
  }

  /**
   * A lie, and what proves it.
   *
   * @param verdict which rule the relay breaks
   * @param author of whose intentions it is; null: of no author's in particular
   * @param before what the relay said first: a height, a floor or a count; 0 if it is no number
   * @param after what it said later
   * @param proof the signed words that contradict each other, and nothing else
   */
  public record Finding(
      Verdict verdict,
      AuthorId relay,
      StoreId store,
      AuthorId author,
      long before,
      long after,
      Evidence proof) {}

  /** Whose statements, on what. */
  private record Subject(AuthorId relay, StoreId store) {}

  private Audit(Evidence all, Forks forks) {
    this.all = all;
    this.forks = forks;
  }

  /** What {@code evidence}, whose signatures were checked, proves by itself. */
  public static List<Finding> of(Evidence evidence) {
    return of(evidence, (store, author) -> false);
  }

  /** As above; {@code forks} knows of more than the intentions in {@code evidence}. */
  public static List<Finding> of(Evidence evidence, Forks forks) {
    Audit audit =
        new Audit(
            evidence,
            (store, author) -> evidence.isForked(store, author) || forks.isForked(store, author));
    audit.compareStatements();
    audit.compareReceipts();
    return audit.findings;
  }

  private void compareStatements() {
    Map<Subject, List<Statement>> bySubject = new HashMap<>();
    for (Statement each : all.statements()) {
      Subject subject = new Subject(each.relay(), each.store());
      bySubject.computeIfAbsent(subject, key -> new ArrayList<>()).add(each);
    }
    for (List<Statement> one : bySubject.values()) {
      one.sort(Comparator.comparingLong(Statement::counter));
      Map<Long, Statement> ofManifest = new HashMap<>();
      for (int i = 0; i < one.size(); i++) {
        if (i > 0) {
          compare(one.get(i - 1), one.get(i));
        }
        Statement same = ofManifest.put(one.get(i).manifestSequence(), one.get(i));
        if (same != null && same.counter() < one.get(i).counter()) {
          compareSets(same, one.get(i));
        }
      }
    }
  }

  /** What holds whatever the members are. */
  private void compare(Statement earlier, Statement later) {
    if (earlier.counter() == later.counter()) {
      find(Verdict.RELAY_FORKED, null, 0, 0, earlier, later);
      return;
    }
    if (later.manifestSequence() < earlier.manifestSequence()) {
      long was = earlier.manifestSequence();
      find(Verdict.RELAY_ROLLED_BACK, null, was, later.manifestSequence(), earlier, later);
    }
    if (later.receipts() < earlier.receipts()) {
      long was = earlier.receipts();
      find(Verdict.RELAY_ROLLED_BACK, null, was, later.receipts(), earlier, later);
    }
    for (int i = 0; i < earlier.authors(); i++) {
      int at = later.find(earlier.author(i));
      if (at >= 0) {
        compareTips(earlier, i, later, at);
      }
    }
  }

  // A relay that holds both of two at one height lists what lies below them; but a store may go
  // when nobody pays for it, and come back with another manifest.
  private void compareTips(Statement earlier, int i, Statement later, int at) {
    int height = earlier.height(i);
    boolean same = later.height(at) == height && height > later.floor(at);
    boolean fresh = later.manifestSequence() != earlier.manifestSequence();
    boolean excused = fresh && forks.isForked(later.store(), earlier.author(i));
    if (same && !excused && !later.tip(at).equals(earlier.tip(i))) {
      find(Verdict.RELAY_FORKED, earlier.author(i), height, height, earlier, later);
    }
  }

  private void compareFloors(Statement earlier, int i, Statement later, int at) {
    int was = earlier.floor(i);
    int is = later.floor(at);
    if (is < was) {
      find(Verdict.RELAY_ROLLED_BACK, earlier.author(i), was, is, earlier, later);
    } else if (is > was) {
      Map<Long, PruneReceipt> said = receipts(earlier, later);
      boolean explained = false;
      for (PruneReceipt each : said.values()) {
        explained |= floor(each, earlier.author(i)) >= is;
      }
      boolean complete = said.size() == Math.max(0, later.receipts() - earlier.receipts());
      if (complete && !explained) {
        find(Verdict.RELAY_DROPPED, earlier.author(i), was, is, earlier, later);
        said.values().forEach(findings.get(findings.size() - 1).proof()::add);
      }
    }
  }

  /** The receipts of the time between two statements, by their counters. */
  private Map<Long, PruneReceipt> receipts(Statement earlier, Statement later) {
    Map<Long, PruneReceipt> found = new TreeMap<>();
    for (PruneReceipt each : all.receipts()) {
      boolean ofSubject = each.relay().equals(later.relay()) && each.store().equals(later.store());
      if (ofSubject && each.counter() > earlier.receipts() && each.counter() <= later.receipts()) {
        found.put(each.counter(), each);
      }
    }
    return found;
  }

  private static int floor(PruneReceipt receipt, AuthorId author) {
    for (int i = 0; i < receipt.authors(); i++) {
      if (receipt.author(i).equals(author)) {
        return receipt.floor(i);
      }
    }
    return 0;
  }

  /** What holds as long as the members are the same: nothing that is shown goes. */
  private void compareSets(Statement earlier, Statement later) {
    if (later.count() < earlier.count()) {
      find(Verdict.RELAY_ROLLED_BACK, null, earlier.count(), later.count(), earlier, later);
    }
    for (int i = 0; i < earlier.authors(); i++) {
      AuthorId author = earlier.author(i);
      int at = later.find(author);
      int height = at < 0 ? 0 : later.height(at);
      boolean fell = height < earlier.height(i) && !isDropped(earlier, i, later);
      if (fell && !forks.isForked(earlier.store(), author)) {
        find(Verdict.RELAY_WITHHELD, author, earlier.height(i), height, earlier, later);
      }
      if (at >= 0) {
        compareFloors(earlier, i, later, at);
      }
    }
  }

  // Of whom nothing is left that could be listed.
  private boolean isDropped(Statement earlier, int i, Statement later) {
    boolean dropped = false;
    for (PruneReceipt each : receipts(earlier, later).values()) {
      dropped |= floor(each, earlier.author(i)) >= earlier.height(i);
    }
    return dropped;
  }

  private void compareReceipts() {
    Map<List<Object>, PruneReceipt> byCounter = new HashMap<>();
    for (PruneReceipt each : all.receipts()) {
      List<Object> place = List.of(each.relay(), each.store(), each.counter());
      PruneReceipt other = byCounter.putIfAbsent(place, each);
      if (other != null && !Arrays.equals(other.toBytes(), each.toBytes())) {
        Evidence proof = new Evidence().add(other).add(each);
        findings.add(
            new Finding(Verdict.RELAY_FORKED, each.relay(), each.store(), null, 0, 0, proof));
      }
    }
  }

  private void find(
      Verdict verdict, AuthorId author, long before, long after, Statement one, Statement other) {
    Evidence proof = new Evidence().add(one).add(other);
    findings.add(new Finding(verdict, one.relay(), one.store(), author, before, after, proof));
  }

  /**
   * What a relay owes after a session that agreed: that it lists what this node showed it.
   *
   * @param agreed what this node showed when it asked, in the form of a statement's list: of each
   *     author height and tip; forked ones left out
   * @return the first author of whom it lists less, or another intention; null for none
   */
  public static AuthorId owes(List<Stand> agreed, Statement said) {
    for (Stand each : agreed) {
      int at = said.find(each.author());
      // Of whom all was dropped nothing may be left to list.
      boolean less = at < 0 ? said.receipts() == 0 : said.height(at) < each.height();
      boolean other =
          at >= 0 && said.height(at) == each.height() && !said.tip(at).equals(each.tip());
      if (less || other) {
        return each.author();
      }
    }
    return null;
  }

  /** How far a node has an author's chain. */
  public record Stand(AuthorId author, int height, Hash tip) {}
}
