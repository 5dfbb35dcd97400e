package dev.latticenano.edge;

import dev.latticenano.core.MembersManifest;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Dealings;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.relay.Visit;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.NetworkPlace;
import dev.latticenano.host.text.RelayUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The relays of this node's stores: what is to be brought to which, and what they said. Members who
 * are no owners learn of a relay when they meet it, as of any carrier, and remember it here.
 */
public final class Relays implements Dealings {
  private static final long RETRY_MS = 600_000;

  private final NodeHome home;
  private final Signer signer;
  private final RelayFiles files;
  private final Suggestions suggestions;
  private final List<UsedRelay> all;
  private final Map<StoreId, Manifest> newest = new HashMap<>();
  private final Map<StoreId, Long> versions = new HashMap<>();
  private final Map<UsedRelay, Tried> tried = new HashMap<>();

  /** What was brought and refused; the same is not brought again for a while. */
  private record Tried(long sequence, String ticket, long atMs) {}

  /** The relays of a data directory, to whom {@code home}'s node speaks from now on. */
  Relays(NodeHome home, Signer signer, Path directory) throws Failure {
    this.home = home;
    this.signer = signer;
    this.files = new RelayFiles(directory);
    this.all = files.read();
    Ed25519Verifier verifier = new Ed25519Verifier();
    this.suggestions = new Suggestions(home, this, directory);
    SignedLists lists = new SignedLists(home, signer, this);
    home.node()
        .doors()
        .errands((link, peer) -> new Visit(peer, verifier, this, suggestions, lists));
    home.node().doors().vouch((store, key) -> find(store, key) != null);
  }

  /** Relays that others say hold stores of this node. */
  public Suggestions suggestions() {
    return suggestions;
  }

  /** The relays of a store. */
  public List<UsedRelay> of(StoreId store) {
    return all.stream().filter(each -> each.store().equals(store)).toList();
  }

  /** What those of its relays that are sound said last that they hold of a store. */
  List<Statement> listed(StoreId store) {
    long nowMs = System.currentTimeMillis();
    return of(store).stream()
        .filter(each -> each.isSound(nowMs) && each.last() != null)
        .map(UsedRelay::last)
        .toList();
  }

  /** The relay of that key that holds the store; null if there is none. */
  public UsedRelay find(StoreId store, AuthorId key) {
    for (UsedRelay each : all) {
      if (each.store().equals(store) && each.url().key().equals(key)) {
        return each;
      }
    }
    return null;
  }

  /** Where relays of open stores are called. */
  public Set<NetworkPlace> places() {
    Set<NetworkPlace> places = new LinkedHashSet<>();
    for (UsedRelay each : all) {
      if (home.node().stores().contains(each.store())) {
        places.add(each.url().place());
      }
    }
    return places;
  }

  /** Whom a place is to prove to be; null if no relay is called there. */
  public AuthorId keyAt(String place) {
    for (UsedRelay each : all) {
      if (each.url().place().key().equals(place)) {
        return each.url().key();
      }
    }
    return null;
  }

  /** Where the proof of a relay's lie lies. */
  public Path proof(UsedRelay relay) {
    return files.proof(relay);
  }

  /**
   * Remembers a relay, and the ticket that it is to be brought when it is met; null: none.
   *
   * @throws Failure this node may not bring a ticket
   */
  public UsedRelay add(StoreId store, RelayUrl url, String ticket) throws Failure {
    try {
      if (ticket != null) {
        prepare(store, url.key());
      }
      UsedRelay relay = find(store, url.key());
      if (relay == null) {
        relay = new UsedRelay(store, url);
        all.add(relay);
      }
      relay.url(url);
      if (ticket != null) {
        relay.ticket(ticket);
        relay.trouble(Verdict.OK);
        // A relay to which a store comes back is not to be taken for one that forgot it.
        write(store, newest(store) == null ? 0 : newest(store).sequence());
      }
      files.write(relay);
      return relay;
    } catch (StoreException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not remember the relay: " + e.getMessage(), e);
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, "no manifest could be written: " + e.verdict(), e);
    }
  }

  // All members show the store to its carriers, so the relay is one.
  private void prepare(StoreId store, AuthorId relay) throws Failure, StoreException {
    if (!new MembersManifest(home.node(), store).mayWrite()) {
      throw new Failure(
          Failure.FAILED,
          "only an owner of the store brings a ticket; ask one, or leave --ticket out to use a"
              + " relay that an owner has added");
    }
    Standing standing = home.node().membership(store).members().standing(relay);
    if (standing == null || !standing.isMember()) {
      MemberStep.take(home, store, (members, now) -> members.setRole(relay, Role.CARRIER, now));
    }
  }

  /** Forgets a relay. */
  public void remove(UsedRelay relay) throws Failure {
    files.remove(relay);
    all.remove(relay);
  }

  private Manifest newest(StoreId store) {
    return newest.computeIfAbsent(store, files::manifest);
  }

  /** Writes a newer manifest if members changed, or if it is to exceed a sequence. */
  private void write(StoreId store, long above)
      throws StoreException, RefusedException, IOException {
    MembersManifest members = new MembersManifest(home.node(), store);
    Manifest last = newest(store);
    Manifest next = members.after(last, above, System.currentTimeMillis(), signer);
    if (next != last) {
      files.write(next);
      newest.put(store, next);
    }
    versions.put(store, members.version());
  }

  private void refresh(StoreId store) throws StoreException {
    MembersManifest members = new MembersManifest(home.node(), store);
    Long seen = versions.get(store);
    if (seen != null && seen == members.version() || !members.mayWrite()) {
      return;
    }
    try {
      write(store, 0);
    } catch (RefusedException | IOException e) {
      EventLog.waiting("manifest", e.getMessage());
    }
  }

  @Override
  public Errand due(AuthorId relay, long nowMs) throws StoreException {
    for (UsedRelay each : all) {
      boolean here = each.url().key().equals(relay) && home.node().stores().contains(each.store());
      if (!here || each.ticket() == null && each.holds() == 0) {
        continue;
      }
      refresh(each.store());
      Manifest manifest = newest(each.store());
      boolean may = manifest != null && mayWrite(each.store());
      if (may && isDue(each, manifest, nowMs)) {
        Ed25519Verifier verifier = new Ed25519Verifier();
        boolean brings = each.ticket() != null;
        return new Errand(manifest, brings ? Ticket.parse(each.ticket(), verifier) : null);
      }
    }
    return null;
  }

  private boolean mayWrite(StoreId store) throws StoreException {
    return new MembersManifest(home.node(), store).mayWrite();
  }

  private boolean isDue(UsedRelay relay, Manifest manifest, long nowMs) {
    Tried last = tried.get(relay);
    boolean same =
        last != null
            && last.sequence == manifest.sequence()
            && (last.ticket == null ? "" : last.ticket).equals(text(relay))
            && nowMs - last.atMs < RETRY_MS;
    // One that is older than the relay's brings the relay's as its answer.
    return !same && (relay.ticket() != null || relay.holds() != manifest.sequence());
  }

  private static String text(UsedRelay relay) {
    return relay.ticket() == null ? "" : relay.ticket();
  }

  @Override
  public void redeemed(AuthorId key, Errand errand, Answer answer) throws StoreException {
    StoreId store = errand.manifest().store();
    UsedRelay relay = find(store, key);
    if (relay == null) {
      return;
    }
    relay.holds(answer.sequence());
    relay.trouble(answer.verdict());
    switch (answer.verdict()) {
      case OK -> {
        relay.holds(errand.manifest().sequence());
        relay.ticket(null);
      }
      case MANIFEST_OLD -> old(store, relay, errand, answer);
      case TICKET_FOREIGN,
          TICKET_EXPIRED,
          TICKET_USED,
          TICKET_STORE_WRONG,
          TICKET_MALFORMED,
          TICKET_SIGNATURE_WRONG ->
          relay.ticket(null);
      default -> tried(relay, errand);
    }
    save(relay);
  }

  private void tried(UsedRelay relay, Errand errand) {
    tried.put(
        relay, new Tried(errand.manifest().sequence(), relay.ticket(), System.currentTimeMillis()));
  }

  /** Takes the manifest that holds there, or writes one above it. */
  private void old(StoreId store, UsedRelay relay, Errand errand, Answer answer)
      throws StoreException {
    Manifest holds = answer.holds();
    if (holds == null) {
      tried(relay, errand);
      return;
    }
    Standing author = home.node().membership(store).members().standing(holds.signer());
    boolean owner = author != null && author.isMember() && author.role() == Role.OWNER;
    try {
      if (owner && holds.sequence() > newest(store).sequence()) {
        files.write(holds);
        newest.put(store, holds);
      }
      write(store, owner ? 0 : holds.sequence());
      relay.trouble(Verdict.OK);
    } catch (RefusedException | IOException e) {
      EventLog.waiting("manifest", e.getMessage());
      tried(relay, errand);
    }
  }

  @Override
  public void terms(AuthorId key, StoreId store, Terms terms, long nowMs) {
    UsedRelay relay = find(store, key);
    if (relay == null) {
      relay = met(key, store);
    }
    if (relay != null && !terms.equals(relay.terms())) {
      relay.terms(terms, nowMs);
      save(relay);
    }
  }

  /** A carrier that says on what terms it holds a store is a relay; null if it is no carrier. */
  private UsedRelay met(AuthorId key, StoreId store) {
    Standing standing = home.node().membership(store).members().standing(key);
    List<String> places = home.places().of(key);
    if (standing == null || standing.role() != Role.CARRIER || places.isEmpty()) {
      return null;
    }
    UsedRelay relay = new UsedRelay(store, new RelayUrl(NetworkPlace.of(places.get(0)), key));
    all.add(relay);
    return relay;
  }

  @Override
  public Question question(AuthorId key, StoreId store) throws StoreException {
    UsedRelay relay = find(store, key);
    long after = relay == null ? 0 : relay.receiptsAfter();
    return new Question(after, MembersManifest.stands(home.node().dag(store)));
  }

  @Override
  public void said(AuthorId key, StoreId store, Said said) {
    UsedRelay relay = find(store, key);
    if (relay != null) {
      relay.take(said, this::isForked);
      save(relay);
    }
  }

  /** True if this node has seen two intentions of one {@code store_prev}. */
  public boolean isForked(StoreId store, AuthorId author) {
    Dag dag = home.node().stores().contains(store) ? home.node().dag(store) : null;
    int number = dag == null ? Dag.NONE : dag.findAuthor(author.toBytes(), 0);
    return number != Dag.NONE && dag.isForked(number);
  }

  /** Keeps what is known of a relay. */
  void save(UsedRelay relay) {
    try {
      files.write(relay);
    } catch (IOException e) {
      // It is told again, and whoever fills the disk is told so by what matters more.
      EventLog.waiting("relay", e.getMessage());
    }
  }

  /** All relays of all stores, in no order. */
  public List<UsedRelay> all() {
    return new ArrayList<>(all);
  }
}
