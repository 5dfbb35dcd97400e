package dev.latticenano.core.relay;

import static dev.latticenano.core.relay.RelayVectors.ANN;
import static dev.latticenano.core.relay.RelayVectors.BO;
import static dev.latticenano.core.relay.RelayVectors.CY;
import static dev.latticenano.core.relay.RelayVectors.RELAY;
import static dev.latticenano.core.relay.RelayVectors.STORE;
import static dev.latticenano.core.relay.RelayVectors.key;
import static dev.latticenano.core.relay.RelayVectors.with;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors/listing-*.txt: signed chunk lists, one file, one behaviour of docs/relay.md
 * §6. Run {@code main} after a change of rules; {@code ListingVectorsTest} compares.
 */
final class ListingVectors {
  private static final int NAMES = 3;

  private final Map<String, String> files = new TreeMap<>();
  private final byte[] held;
  private final Hash digest;
  private final Hash names;

  private ListingVectors() throws StoreException {
    Manifest manifest =
        RelayVectors.members()
            .member(key(CY), Manifest.READER, false)
            .sign(1, DeskVectors.NOW, ANN);
    RelayHouse house = new RelayHouse(new RelayWorld(), 1, RelaySettings.DEFAULT);
    byte[] hash = new byte[Hash.BYTES];
    DeskReading.holding(house, manifest).dag().shown().digest(hash, 0);
    digest = Hash.of(hash, 0);
    Blake3.plain().hash(new byte[NAMES * Hash.BYTES], 0, NAMES * Hash.BYTES, hash, 0);
    names = Hash.of(hash, 0);
    Ticket.Promise promise = new Ticket.Promise(1 << 20, 0, 0, 1);
    Ticket ticket = Ticket.sign(RELAY, new byte[Ticket.NUMBER_BYTES], promise);
    held = DeskIntentions.body(1, manifest.toBytes(), ticket.toBytes());
  }

  static Map<String, String> files() throws StoreException {
    ListingVectors vectors = new ListingVectors();
    vectors.forms();
    vectors.judged();
    vectors.messages();
    return vectors.files;
  }

  private byte[] list(Ed25519Signer member, long sequence, int count) {
    ChunkList.Content content = new ChunkList.Content(digest, count, names);
    return ChunkList.sign(STORE, sequence, content, member).toBytes();
  }

  private void forms() throws StoreException {
    byte[] good = list(BO, 4, NAMES);
    Verdict wrong = Verdict.CHUNK_LIST_MALFORMED;
    add("voter", Verdict.OK, good, "a voter's, of three names");
    add("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    add("trailing", wrong, Arrays.copyOf(good, good.length + 1), "a byte too many");
    add("version", wrong, with(good, bytes -> bytes[0] = 2), "version 2");
    add("sequence-0", wrong, with(good, bytes -> bytes[56] = 0), "sequence 0");
    add("sequence-most", wrong, with(good, bytes -> bytes[49] = -128), "sequence 2^63");
    add("longest", Verdict.OK, list(BO, 1, Limits.CARRIED_NAMES_MAX), "as many names as fit");
    byte[] over = list(BO, 1, Limits.CARRIED_NAMES_MAX + 1);
    add("over", wrong, over, "one name more than fits");
    Verdict forged = Verdict.CHUNK_LIST_SIGNATURE_WRONG;
    add("signature", forged, with(good, bytes -> bytes[188] ^= 1), "a bit of it");
    add("count", forged, with(good, bytes -> bytes[92] ^= 1), "another count than was signed");
  }

  private void judged() throws StoreException {
    Verdict foreign = Verdict.CHUNK_LIST_FOREIGN;
    byte[] good = list(BO, 4, NAMES);
    add("reader", foreign, list(CY, 4, NAMES), "a reader's", "bringer", "" + key(CY));
    add("brought", foreign, list(ANN, 4, NAMES), "another member's");
    byte[] other =
        ChunkList.sign(RelayVectors.ELSEWHERE, 4, new ChunkList.Content(digest, NAMES, names), BO)
            .toBytes();
    add("other-store", foreign, other, "of another store");
    Verdict old = Verdict.CHUNK_LIST_OLD;
    add("again", old, good, "the same again", "lists", Hex.encode(good));
    add("next", Verdict.OK, list(BO, 5, NAMES), "a newer one", "lists", Hex.encode(good));
    ChunkList.Content uneven = new ChunkList.Content(names, NAMES, names);
    byte[] ahead = ChunkList.sign(STORE, 4, uneven, BO).toBytes();
    add("uneven", Verdict.CHUNK_LIST_UNEVEN, ahead, "of another set");
    Verdict unheard = Verdict.CHUNK_LIST_UNHEARD;
    add("unheard", unheard, good, "another list was told last", "heard", digest.toString());
    add("nothing-heard", unheard, good, "no list was told", "heard", Hash.ZERO.toString());
  }

  private void messages() throws StoreException {
    byte[] good = list(BO, 4, NAMES);
    byte[] body = new byte[2 + 2 + good.length];
    int length =
        new ProtoWriter().wrap(body, 0, body.length).bytes(2, good, 0, good.length).finish();
    byte[] cut = Arrays.copyOf(body, length - 1);
    Verdict wrong = Verdict.CHUNK_LIST_MALFORMED;
    add("message-cut", wrong, cut, "a field that is cut", "kind", "chunk list");
    byte[] none = {};
    add("message-empty", wrong, none, "without a list", "kind", "chunk list");
    add(
        "too-many",
        Verdict.CHUNK_LISTS_TOO_MANY,
        none,
        "one more than are judged at once",
        "kind",
        "chunk list",
        "tries",
        "" + Limits.RELAY_LISTS_BURST);
    add(
        "just-as-many",
        wrong,
        none,
        "as many as are judged at once",
        "kind",
        "chunk list",
        "tries",
        "" + (Limits.RELAY_LISTS_BURST - 1));
  }

  private void add(String name, Verdict verdict, byte[] input, String comment, String... fields)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "relay.md#" + (verdict == Verdict.OK ? "lists" : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "listing");
    vector.put("relay", key(RELAY).toString());
    vector.put("now", "" + DeskVectors.NOW);
    vector.put("bringer", key(BO).toString());
    vector.put("before", Hex.encode(held));
    vector.put("heard", names.toString());
    for (int i = 0; i < fields.length; i += 2) {
      vector.put(fields[i], fields[i + 1]);
    }
    vector.put("input", Hex.encode(input));
    Verdict found = DeskReading.read(vector);
    if (found != verdict) {
      throw new AssertionError(name + " is " + found + ", not " + verdict);
    }
    VectorFolder.add(files, "listing-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
