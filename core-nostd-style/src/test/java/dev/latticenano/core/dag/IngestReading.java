package dev.latticenano.core.dag;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What a node does with a vector of kind {@code ingest} or {@code author}. */
final class IngestReading {
  private static final byte[] PEER_SEED = Hex.decode("cc".repeat(32));
  private static final long NOW_MS = 1_700_000_000_000L;

  private IngestReading() {}

  /** The verdict and every field that a vector of this kind must state. */
  static Map<String, String> of(Map<String, String> vector) throws StoreException {
    return switch (vector.get("kind")) {
      case "ingest" -> ingest(vector);
      case "author" -> author(vector);
      default -> throw new IllegalArgumentException(vector.get("kind"));
    };
  }

  private static List<byte[]> list(Map<String, String> vector, String field) {
    List<byte[]> list = new ArrayList<>();
    for (String each : vector.getOrDefault(field, "").split(" ")) {
      if (!each.isEmpty()) {
        list.add(Hex.decode(each));
      }
    }
    return list;
  }

  private static Map<String, String> ingest(Map<String, String> vector) throws StoreException {
    int floatingMax =
        Integer.parseInt(vector.getOrDefault("floating_max", "" + Limits.FLOATING_MAX));
    Capacity capacity = new Capacity(floatingMax, Limits.MISSING_MAX, Limits.AUTHORS_MAX);
    RecordList log = new RecordList();
    StoreId store = StoreId.parse(vector.get("store"));
    Ingested node = new Ingested(store, log, new MemoryTables(), new Ed25519Verifier(), capacity);
    for (byte[] before : list(vector, "before")) {
      node.dag.ingest(before, 0, before.length, NOW_MS);
    }
    node.dag.gate(
        (bytes, authorOffset) -> {
          String author = Hex.encode(bytes, authorOffset, AuthorId.BYTES);
          return author.equals(vector.get("unknown"))
              ? Verdict.AUTHOR_UNKNOWN
              : author.equals(vector.get("revoked")) ? Verdict.AUTHOR_REVOKED : Verdict.OK;
        });
    if (vector.containsKey("floor")) {
      prune(node, vector.get("floor").split(" "));
    }
    byte[] input = Hex.decode(vector.get("input"));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("verdict", node.dag.ingest(input, 0, input.length, NOW_MS).name());
    fields.put("floating", "" + node.dag.floatingCount());
    fields.put("missing", "" + node.dag.missingCount());
    StringJoiner witnessed = new StringJoiner(" ");
    for (int place = 1; place <= node.dag.sequence(); place++) {
      int row = node.dag.rowAtSequence(place);
      if (node.dag.pruning().isBelowFloor(row)) {
        continue;
      }
      witnessed.add(node.hash(row) + ":" + node.dag.height(row));
    }
    fields.put("witnessed", witnessed.toString());
    StringJoiner forked = new StringJoiner(" ");
    byte[] key = new byte[AuthorId.BYTES];
    for (int i = 0; i < node.dag.forkedCount(); i++) {
      int author = node.dag.forkedAuthor(i);
      node.dag.copyAuthorKey(author, key, 0);
      forked.add(Hex.encode(key) + ":" + node.dag.authorHeight(author));
    }
    fields.put("forked", forked.toString());
    fields.put("digest", Hex.encode(node.digest()));
    return fields;
  }

  private static void prune(Ingested node, String[] floors) throws StoreException {
    int[] heights = new int[node.dag.authorCount()];
    for (String each : floors) {
      String[] parts = each.split(":");
      heights[node.dag.findAuthor(Hex.decode(parts[0]), 0)] = Integer.parseInt(parts[1]);
    }
    node.dag.pruning().begin(heights).end();
    while (node.dag.pruning().sweep(Integer.MAX_VALUE)) {
      continue;
    }
  }

  private static Map<String, String> author(Map<String, String> vector) throws StoreException {
    StoreId store = StoreId.parse(vector.get("store"));
    RecordList log = log(store, list(vector, "before"));
    Node node = node(Hex.decode(vector.get("seed")), store, log);
    if (vector.containsKey("joined")) {
      node.bootstraps().begin(store);
    }
    if (vector.containsKey("peer")) {
      List<byte[]> held = list(vector, "before");
      held.addAll(list(vector, "peer"));
      meet(node, node(PEER_SEED, store, log(store, held)));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      long nowMs = Long.parseLong(vector.get("now"));
      Hash hash = node.submit(store, Hex.decode(vector.get("input")), List.of(), nowMs);
      byte[] out = new byte[Limits.SIGNED_BYTES_MAX];
      int length = node.dag(store).read(node.dag(store).find(hash.toBytes(), 0), out, 0);
      fields.put("verdict", Verdict.OK.name());
      fields.put("signed", Hex.encode(out, 0, length));
    } catch (RefusedException e) {
      fields.put("verdict", e.verdict().name());
    }
    return fields;
  }

  private static RecordList log(StoreId store, List<byte[]> held) throws StoreException {
    RecordList log = new RecordList();
    Dag dag = new Dag(store, log, new MemoryTables(), new Ed25519Verifier());
    for (byte[] each : held) {
      dag.ingest(each, 0, each.length, NOW_MS);
    }
    return log;
  }

  private static Node node(byte[] seed, StoreId store, RecordList log) throws StoreException {
    Node node =
        new Node(
            new Ed25519Signer(seed, 0),
            new Ed25519Verifier(),
            (out, offset, length) -> System.arraycopy(seed, 0, out, offset, length),
            new byte[0],
            new MemoryChunks(),
            (type, state) -> null);
    node.open(store, log, NOW_MS);
    return node;
  }

  /** Lets both speak until the node knows that the peer holds more of the node's own chain. */
  private static void meet(Node node, Node peer) throws StoreException {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    node.link(1, LinkProfile.TCP);
    peer.link(1, LinkProfile.TCP);
    for (int i = 0; i < 20; i++) {
      // All it has to say before it hears of the peer's stores: so the peer shows its tips alone.
      int length = node.transmit(1, frame, 0, NOW_MS);
      while (length > 0) {
        peer.receive(1, frame, 0, length, NOW_MS);
        length = node.transmit(1, frame, 0, NOW_MS);
      }
      length = peer.transmit(1, frame, 0, NOW_MS);
      if (length > 0) {
        node.receive(1, frame, 0, length, NOW_MS);
      }
      for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
        if (event instanceof Event.OwnTipUnknown) {
          return;
        }
      }
    }
    throw new AssertionError("the peer did not show a longer chain");
  }
}
