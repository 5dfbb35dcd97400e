package dev.latticenano.core.seal;

import static dev.latticenano.core.seal.Sealing.KEY;
import static dev.latticenano.core.seal.Sealing.STORE;
import static dev.latticenano.core.seal.Sealing.filled;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Hkdf;
import dev.latticenano.core.crypto.X25519;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The part of {@link SealVectors} about what a joiner is given. */
final class JoinBoxVectors {
  static final Hash NONCES = Hash.of(Hex.decode("22".repeat(16) + "11".repeat(16)), 0);
  private static final byte[] SECRET = filled(0x78, 32);
  private static final int JOINER = 3;

  private final SealVectors vectors;

  JoinBoxVectors(SealVectors vectors) {
    this.vectors = vectors;
  }

  static JoinBox content(int keys) {
    EpochKey[] held = new EpochKey[keys];
    for (int i = 0; i < keys; i++) {
      held[i] = i == 0 ? KEY : EpochKey.of(filled(i, 32), 0);
    }
    return new JoinBox(
        "core:kvstore",
        List.of(held),
        Hash.of(filled(0x44, 32), 0),
        Sealing.id(Sealing.member(1)),
        List.of(Sealing.id(Sealing.member(1)), Sealing.id(Sealing.member(2))),
        List.of(),
        0);
  }

  private static JoinBox reached(String... addresses) {
    JoinBox plain = content(1);
    List<PeerPlace> places = new ArrayList<>();
    for (String address : addresses) {
      places.add(new PeerPlace(Sealing.id(Sealing.member(2)), address));
    }
    return new JoinBox(
        plain.storeType(),
        plain.keys(),
        plain.grant(),
        plain.inviter(),
        plain.peers(),
        places,
        10_000);
  }

  private static byte[] sealed(JoinBox content) {
    return new JoinBoxCipher()
        .seal(
            content,
            STORE,
            Sealing.id(Sealing.member(JOINER)),
            NONCES,
            (out, offset, length) -> System.arraycopy(SECRET, 0, out, offset, length));
  }

  /** A box with any plaintext, by the definition in docs/protocol.md §8.3. */
  static byte[] forged(byte[] plain) {
    byte[] joiner = Sealing.id(Sealing.member(JOINER)).toBytes();
    byte[] secret = new byte[32];
    X25519.ofEd25519(joiner, 0, secret, 0);
    X25519.agree(SECRET, 0, secret, 0, secret, 0);
    byte[] out = new byte[32 + plain.length + 16];
    X25519.publicKey(SECRET, 0, out, 0);
    String info =
        Hex.encode("lattice-nano join box".getBytes(StandardCharsets.US_ASCII))
            + Hex.encode(STORE.toBytes())
            + Hex.encode(out, 0, 32)
            + Hex.encode(joiner);
    byte[] key = new byte[32];
    Hkdf.sha256(secret, NONCES.toBytes(), Hex.decode(info), key);
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    cipher.begin(key, 0, new byte[12], 0);
    cipher.seal(plain, 0, plain.length, out, 32);
    return out;
  }

  private static byte[] plain(Consumer<ProtoWriter> fields) {
    byte[] out = new byte[512];
    ProtoWriter writer = new ProtoWriter().wrap(out, 0, out.length);
    fields.accept(writer);
    return Arrays.copyOf(out, writer.finish());
  }

  void add() {
    byte[] box = sealed(content(2));
    box("sealed", Verdict.OK, box, "two epoch keys and two peers", STORE, NONCES);
    box("clear", Verdict.OK, sealed(content(0)), "a store that is not sealed", STORE, NONCES);
    byte[] places = sealed(reached("10.0.0.5:7400", "[fe80::1]:7400"));
    box("places", Verdict.OK, places, "two places of a peer", STORE, NONCES);
    byte[] longest = sealed(reached("a".repeat(255)));
    box("place-longest", Verdict.OK, longest, "a place of 255 bytes", STORE, NONCES);
    Verdict broken = Verdict.JOIN_BOX_BROKEN;
    box("store", broken, box, "of another store", StoreId.NIL, NONCES);
    box("binding", broken, box, "of another conversation", STORE, Hash.ZERO);
    byte[] tag = box.clone();
    tag[tag.length - 1] ^= 1;
    box("tag", broken, tag, "a bit of the tag", STORE, NONCES);
    byte[] small = box.clone();
    Arrays.fill(small, 0, 32, (byte) 0);
    box("small-order", broken, small, "an ephemeral key that agrees on zeros", STORE, NONCES);
    box("short", broken, Arrays.copyOf(box, 47), "no room for a tag", STORE, NONCES);
    byte[] id = filled(4, 32);
    malformed("cut", new byte[] {0x0a, 5}, "a length beyond the end");
    malformed("grant-missing", plain(out -> out.bytes(4, id, 0, 32)), "no grant");
    malformed("inviter-missing", plain(out -> out.bytes(3, id, 0, 32)), "no inviter");
    byte[] key =
        plain(out -> out.bytes(2, new byte[39], 0, 39).bytes(3, id, 0, 32).bytes(4, id, 0, 32));
    malformed("key-short", key, "a key of 39 bytes with its id");
    byte[] wrong =
        plain(out -> out.bytes(2, new byte[40], 0, 40).bytes(3, id, 0, 32).bytes(4, id, 0, 32));
    malformed("key-id", wrong, "a key with another's id");
    byte[] peer = plain(out -> out.bytes(3, id, 0, 32).bytes(4, id, 0, 32).bytes(5, id, 0, 31));
    malformed("peer-short", peer, "a peer of 31 bytes");
    place("place-long", "a".repeat(256), "a place of 256 bytes");
    place("place-empty", "", "a key without a place");
    place("place-control", "a\u001b[2J:1", "a place that a terminal would obey");
    byte[] many = plain(out -> out.bytes(3, id, 0, 32).bytes(4, id, 0, 32).varint(7, 1L << 31));
    malformed("intentions-many", many, "2³¹ intentions");
    String[] crowd = Collections.nCopies(Limits.JOIN_PLACES_MAX + 1, "b:1").toArray(String[]::new);
    box(
        "places-many",
        Verdict.JOIN_BOX_MALFORMED,
        sealed(reached(crowd)),
        "33 places",
        STORE,
        NONCES);
  }

  private void place(String name, String address, String comment) {
    byte[] id = filled(4, 32);
    byte[] text = address.getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(id, 32 + text.length);
    System.arraycopy(text, 0, both, 32, text.length);
    malformed(
        name,
        plain(out -> out.bytes(3, id, 0, 32).bytes(4, id, 0, 32).bytes(6, both, 0, both.length)),
        comment);
  }

  private void malformed(String name, byte[] plain, String comment) {
    box(name, Verdict.JOIN_BOX_MALFORMED, forged(plain), comment, STORE, NONCES);
  }

  private void box(
      String name, Verdict verdict, byte[] input, String comment, StoreId store, Hash binding) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("store", store.toString());
    more.put("binding", binding.toString());
    more.put("seed", Hex.encode(filled(JOINER, 32)));
    vectors.add("join-box-" + name, "join-box", verdict, input, comment, more);
  }
}
