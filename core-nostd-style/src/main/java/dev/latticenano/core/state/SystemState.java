package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpView;
import dev.latticenano.core.intention.SystemWalk;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a store says about itself, whatever its type: how it began, its name, peers, children,
 * invites. Each lies under a text key with full heads, like {@code peer/HEX/status} or {@code
 * invite/HEX/claimed_by}; ids are hexadecimal, children's are UUIDs. Unlike other state machines it
 * is shown whole {@code UniversalOp}s, out of their envelope, and passes over those of other kinds.
 * Keys as in the Rust engine ({@code system} table); values are ours: text as UTF-8, ids raw,
 * numbers as 8 bytes little-endian.
 */
public final class SystemState implements StateMachine {
  private static final String GENESIS = "genesis";
  private static final String NAME = "name";
  private static final String EPOCH = "epoch/";

  private final KvTable table;
  private final UniversalOpView ops = new UniversalOpView();
  private final SystemWalk walk = new SystemWalk();
  private final SystemOpView change = new SystemOpView();
  private final EpochChangeView epoch = new EpochChangeView();

  /** One peer; what nobody said is null, status 0. */
  public record Peer(int status, String name, long addedAtMs, AuthorId addedBy) {}

  /** What lies in {@code table}. */
  public SystemState(Table table) {
    this.table = new KvTable(table);
  }

  /** Nothing said yet, on the heap. */
  public SystemState() {
    this(new VariableRows());
  }

  @Override
  public String type() {
    return "system";
  }

  /** Applies a {@code UniversalOp}: {@code OK}, or why it does not decode. */
  @Override
  public Verdict apply(Applied op) throws StoreException {
    Verdict verdict = ops.wrap(op.opArray(), op.opOffset(), op.opBytes()).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    Map<String, byte[]> writes = new LinkedHashMap<>();
    if (ops.kind() == UniversalOpView.Kind.GENESIS) {
      int from = op.opOffset();
      writes.put(GENESIS, Arrays.copyOfRange(op.opArray(), from, from + op.opBytes()));
    } else if (ops.kind() == UniversalOpView.Kind.EPOCH_CHANGE) {
      verdict = epoch.wrap(ops).check();
      if (verdict == Verdict.OK) {
        writes.put(EPOCH + op.hash(), recipients());
      }
    } else if (ops.kind() == UniversalOpView.Kind.SYSTEM) {
      walk.wrap(ops);
      while (walk.next(change)) {
        read(writes);
      }
    }
    for (Map.Entry<String, byte[]> write : writes.entrySet()) {
      byte[] key = bytes(write.getKey());
      byte[] value = write.getValue();
      table.put(key, 0, key.length, op, value, 0, value == null ? 0 : value.length);
    }
    return verdict;
  }

  /** Which epoch begins 8, then the keys of those who get its key, 32 each. */
  private byte[] recipients() {
    byte[] out = new byte[EpochId.BYTES + AuthorId.BYTES * epoch.wrapCount()];
    epoch.epochId().write(out, 0);
    for (int i = 0; i < epoch.wrapCount(); i++) {
      epoch.recipient(i).write(out, EpochId.BYTES + AuthorId.BYTES * i);
    }
    return out;
  }

  private void read(Map<String, byte[]> writes) {
    switch (change.kind()) {
      case ADD_CHILD -> {
        writes.put(child("/name"), text(change.textOffset(), change.textLength()));
        writes.put(child("/type"), text(change.typeOffset(), change.typeLength()));
      }
      case REMOVE_CHILD -> {
        writes.put(child("/name"), null);
        writes.put(child("/type"), null);
        writes.put(child("/status"), null);
      }
      case CHILD_STATUS -> writes.put(child("/status"), number());
      case PEER_STATUS -> writes.put(target("peer/", "/status"), number());
      case PEER_ADDED_AT -> writes.put(target("peer/", "/added_at"), number());
      case PEER_ADDED_BY -> writes.put(target("peer/", "/added_by"), change.other().clone());
      case PEER_NAME ->
          writes.put(target("peer/", "/name"), text(change.textOffset(), change.textLength()));
      case PEER_ROLE -> writes.put(target("peer/", "/role"), number());
      case STRATEGY_INDEPENDENT -> writes.put("strategy", bytes("independent"));
      case STRATEGY_INHERITED -> writes.put("strategy", bytes("inherited"));
      case STRATEGY_SNAPSHOT ->
          writes.put("strategy", bytes("snapshot " + StoreId.of(change.other(), 0)));
      case STORE_NAME -> writes.put(NAME, text(change.textOffset(), change.textLength()));
      case INVITE_STATUS -> writes.put(target("invite/", "/status"), number());
      case INVITE_INVITED_BY ->
          writes.put(target("invite/", "/invited_by"), change.other().clone());
      case INVITE_CLAIMED_BY ->
          writes.put(target("invite/", "/claimed_by"), change.other().clone());
      case INVITE_TERMS -> writes.put(target("invite/", "/terms"), terms());
      case UNKNOWN -> {}
    }
  }

  @Override
  public boolean stalls() {
    return true;
  }

  @Override
  public void clear() throws StoreException {
    table.clear();
  }

  /**
   * How the store began. Everyone who joins through a Rust node says a genesis of their own, so the
   * one that names the store counts: whose author and nonce derive {@code store}. A store made
   * elsewhere has a random name; there the earliest by (timestamp, author, hash) counts.
   *
   * @return null if no genesis was applied
   */
  public GenesisOp genesis(StoreId store, Blake3 blake3) throws StoreException {
    List<Head> heads = table.heads(bytes(GENESIS));
    GenesisOp earliest = null;
    for (Head head : heads) {
      byte[] value = head.array();
      UniversalOpView view = new UniversalOpView().wrap(value, 0, value.length);
      if (view.check() != Verdict.OK) {
        throw new AssertionError("an applied genesis does not decode");
      }
      earliest = GenesisOp.of(view);
      if (StoreId.derive(blake3, head.author(), earliest.nonce()).equals(store)) {
        return earliest;
      }
    }
    return earliest;
  }

  /** Who made {@code store}, by its name and a genesis that was applied; null for nobody. */
  public AuthorId founder(StoreId store, Blake3 blake3) throws StoreException {
    for (Head head : table.heads(bytes(GENESIS))) {
      byte[] value = head.array();
      UniversalOpView view = new UniversalOpView().wrap(value, 0, value.length);
      boolean sound = view.check() == Verdict.OK && view.kind() == UniversalOpView.Kind.GENESIS;
      GenesisOp genesis = sound ? GenesisOp.of(view) : null;
      if (genesis != null && StoreId.derive(blake3, head.author(), genesis.nonce()).equals(store)) {
        return head.author();
      }
    }
    return null;
  }

  /** What the store is called; null if it has no name. */
  public String name() throws StoreException {
    byte[] name = value(NAME);
    return name == null ? null : new String(name, StandardCharsets.UTF_8);
  }

  /** Every peer somebody said something about. */
  public Map<AuthorId, Peer> peers() throws StoreException {
    Map<AuthorId, Peer> peers = new TreeMap<>();
    byte[] prefix = bytes("peer/");
    table.rows(
        prefix,
        prefix,
        row -> {
          String hex = text(row.key()).substring(prefix.length, prefix.length + 64);
          AuthorId id = AuthorId.parse(hex);
          if (!peers.containsKey(id)) {
            peers.put(id, peer("peer/" + hex));
          }
          return true;
        });
    return peers;
  }

  private Peer peer(String key) throws StoreException {
    byte[] name = value(key + "/name");
    byte[] by = value(key + "/added_by");
    return new Peer(
        (int) longOf(value(key + "/status")),
        name == null ? null : text(name),
        longOf(value(key + "/added_at")),
        by == null ? null : AuthorId.of(by, 0));
  }

  /** Every child somebody said something about, by id. */
  public List<Child> children() throws StoreException {
    Map<StoreId, Child> children = new TreeMap<>();
    byte[] prefix = bytes("child/");
    table.rows(
        prefix,
        prefix,
        row -> {
          StoreId id = StoreId.parse(text(row.key()).substring(prefix.length, prefix.length + 36));
          if (!children.containsKey(id)) {
            children.put(id, child("child/" + id, id));
          }
          return true;
        });
    return List.copyOf(children.values());
  }

  private Child child(String key, StoreId id) throws StoreException {
    byte[] name = value(key + "/name");
    byte[] type = value(key + "/type");
    Child.Status status = Child.Status.of((int) longOf(value(key + "/status")));
    return new Child(
        id,
        name == null ? "" : text(name),
        type == null ? "" : text(type),
        name == null ? Child.Status.REMOVED : status);
  }

  /** True if the store is to have the members of the store whose child it is. */
  public boolean inheritsMembers() throws StoreException {
    byte[] strategy = value("strategy");
    return strategy != null && text(strategy).equals("inherited");
  }

  /**
   * One change of the epoch.
   *
   * @param recipients who was given its key
   */
  public record Epoch(
      EpochId id, Hlc timestamp, AuthorId author, Hash hash, Set<AuthorId> recipients) {}

  /** Every change of the epoch, in no particular order. */
  public List<Epoch> epochs() throws StoreException {
    List<Epoch> epochs = new ArrayList<>();
    byte[] prefix = bytes(EPOCH);
    table.rows(
        prefix,
        prefix,
        row -> {
          Head head = row.winner();
          byte[] value = head.array();
          Set<AuthorId> recipients = new HashSet<>();
          for (int at = EpochId.BYTES; at < value.length; at += AuthorId.BYTES) {
            recipients.add(AuthorId.of(value, at));
          }
          EpochId id = EpochId.of(value, 0);
          return epochs.add(
              new Epoch(id, head.timestamp(), head.author(), head.hash(), recipients));
        });
    return epochs;
  }

  /** Every invite whose terms were said, by name. */
  public List<Invite> invites() throws StoreException {
    List<Invite> invites = new ArrayList<>();
    byte[] prefix = bytes("invite/");
    table.rows(
        prefix,
        prefix,
        row -> {
          String key = text(row.key());
          if (key.endsWith("/terms")) {
            String name = key.substring(0, key.length() - "/terms".length());
            Hash token = Hash.parse(name.substring(prefix.length));
            byte[] by = value(name + "/invited_by");
            byte[] claimedBy = value(name + "/claimed_by");
            invites.add(Invite.of(token, inviteStatus(token), by, claimedBy, row.winner()));
          }
          return true;
        });
    return invites;
  }

  /** An invite's status: 0 unknown, 1 valid, 2 revoked, 3 claimed. */
  public int inviteStatus(Hash token) throws StoreException {
    return (int) longOf(value("invite/" + token + "/status"));
  }

  /** The winner's value under a text key of the table; null if there is none. */
  public byte[] value(String key) throws StoreException {
    Head winner = table.winner(bytes(key));
    return winner == null ? null : winner.value();
  }

  /** All heads under a text key, the winner first: what the next write of it cites. */
  public List<Head> heads(String key) throws StoreException {
    return table.heads(bytes(key));
  }

  private String child(String field) {
    return "child/" + StoreId.of(change.target(), 0) + field;
  }

  private String target(String kind, String field) {
    return kind + Hex.encode(change.target()) + field;
  }

  private byte[] text(int offset, int length) {
    return Arrays.copyOfRange(change.textBytes(), offset, offset + length);
  }

  private byte[] number() {
    byte[] out = new byte[8];
    LittleEndian.putLong(out, 0, change.number());
    return out;
  }

  /** An invite's terms: expiry 8, uses 4, role 4, little-endian; key 32. */
  private byte[] terms() {
    byte[] out = new byte[48];
    LittleEndian.putLong(out, 0, change.number());
    LittleEndian.putInt(out, 8, change.uses());
    LittleEndian.putInt(out, 12, change.role());
    System.arraycopy(change.other(), 0, out, 16, 32);
    return out;
  }

  private static long longOf(byte[] value) {
    return value == null ? 0 : LittleEndian.longAt(value, 0);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
