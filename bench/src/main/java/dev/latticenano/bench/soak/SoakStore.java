package dev.latticenano.bench.soak;

import dev.latticenano.bench.relay.Member;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A store at the relay, its members, and somebody who only reads, to see what is there. */
final class SoakStore {
  private static final long QUOTA_BYTES = 1L << 30;
  private static final long CHECK_MS = 300_000;
  private static final int SHOWN = 3;

  /** The number of the member who only reads. */
  static final int READER = 9_000;

  private final SoakRelay relay;
  private final SoakClient owner;
  private final int nonce;
  private final StoreId id;
  private final Map<AuthorId, Integer> members = new TreeMap<>();
  private final List<SoakClient> clients = new ArrayList<>();
  private long sequence;

  /** A store of a type, whose id has that nonce, at a relay that runs. */
  SoakStore(SoakRelay relay, SoakClient owner, int nonce, String type) throws Exception {
    this.relay = relay;
    this.owner = owner;
    this.nonce = nonce;
    id = owner.create(type);
    clients.add(owner);
    members.put(owner.member().key(), Manifest.OWNER);
    let(relay.home().key(), Role.CARRIER, Manifest.CARRIER);
    AuthorId reader = new Member(READER).key();
    let(reader, Role.READER, Manifest.READER);
  }

  private void let(AuthorId who, Role role, int inManifest) throws Exception {
    owner.member().let(id, who, role);
    members.put(who, inManifest);
  }

  StoreId id() {
    return id;
  }

  List<SoakClient> clients() {
    return clients;
  }

  /** Somebody may write here; before {@link #bring}, or on the owner's thread. */
  void let(SoakClient client) throws Exception {
    let(client.member().key(), Role.VOTER, Manifest.VOTER);
    client.open(id, owner);
    clients.add(client);
  }

  /** A member of the manifest who is none of the clients. */
  void let(AuthorId who) throws Exception {
    let(who, Role.VOTER, Manifest.VOTER);
  }

  private Manifest manifest() {
    ManifestWriter writer = new ManifestWriter(id).creator(owner.member().key(), nonce);
    members.forEach((key, role) -> writer.member(key, role, false));
    return writer.sign(++sequence, System.currentTimeMillis(), owner.member().signer());
  }

  /** The owner brings the store, with a ticket. */
  void bring() throws Exception {
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    new SystemEntropy().fill(number, 0, number.length);
    Ticket.Promise promise = new Ticket.Promise(QUOTA_BYTES, 0, 0, 1);
    Ticket ticket = Ticket.sign(relay.home().signer(), number, promise);
    owner.member().redeem(relay.port(), manifest(), ticket);
  }

  /** The owner lets somebody in and tells the relay; then that one comes to life. */
  void join(SoakClient client, Runnable then) {
    owner.post(
        () -> {
          if (!members.containsKey(client.member().key())) {
            let(client.member().key(), Role.VOTER, Manifest.VOTER);
          }
          owner.member().redeem(relay.port(), manifest(), null);
          client.open(id, owner);
          then.run();
        });
  }

  /**
   * Reads all of it with a node that has nothing, and looks for what was acknowledged; what stands
   * there when this begins counts.
   *
   * @return what is missing, a line each; none if nothing is
   */
  List<String> check(Acknowledged acknowledged, Verifier verifier) throws Exception {
    Set<Hash> intentions = acknowledged.intentions(id);
    Set<Hash> names = acknowledged.chunks(id);
    MemoryChunks chunks = new MemoryChunks();
    Member reader = new Member(READER, chunks, verifier);
    reader.open(id, owner.member());
    List<String> missing = new ArrayList<>();
    try (TcpLink link = reader.open(relay.port(), 1)) {
      long untilMs = System.currentTimeMillis() + CHECK_MS;
      reader.exchange(link, 1, () -> isRead(reader, names, chunks, untilMs));
    } catch (LinkException e) {
      missing.add(e + " while it was read");
    }
    Dag dag = reader.node().dag(id);
    if (!missing.isEmpty() || !isRead(reader, names, chunks, Long.MAX_VALUE)) {
      missing.add(
          "not read to its end: "
              + reader.node().peer(1)
              + ", "
              + dag.sequence()
              + " intentions, "
              + dag.floatingCount()
              + " floating, "
              + reader.node().chunksWanted()
              + " chunks wanted, progress "
              + reader.node().peer(1).progress(id));
    }
    for (Hash each : intentions) {
      if (dag.find(each.toBytes(), 0) == Dag.NONE) {
        missing.add("intention " + each);
      }
    }
    for (Hash each : names) {
      if (!chunks.holds(each.toBytes(), 0)) {
        missing.add("chunk " + each);
      }
    }
    int all = missing.size();
    return all > SHOWN ? List.of(all + " faults of " + id, missing.get(0)) : missing;
  }

  private boolean isRead(Member reader, Set<Hash> names, MemoryChunks chunks, long untilMs)
      throws StoreException {
    Peer peer = reader.node().peer(1);
    if (System.currentTimeMillis() > untilMs) {
      return true;
    }
    // What was never acknowledged may still be on its way there.
    boolean all = peer.agrees(id) && chunks.heldCount() >= names.size();
    for (Hash each : all ? names : Set.<Hash>of()) {
      all &= chunks.holds(each.toBytes(), 0);
    }
    return all;
  }
}
