package dev.latticenano.core.relay;

import static dev.latticenano.core.relay.RelayVectors.STORE;
import static dev.latticenano.core.relay.RelayVectors.TIME;
import static dev.latticenano.core.relay.RelayVectors.TIP;
import static dev.latticenano.core.relay.RelayVectors.with;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/** The vectors of what a relay signs about itself: statements and prune receipts. */
final class RelayProofVectors {
  private static final AuthorId ANN = RelayVectors.key(RelayVectors.ANN);
  private static final AuthorId BO = RelayVectors.key(RelayVectors.BO);

  private final Sink sink;

  /** Takes a vector. */
  interface Sink {
    void add(String kind, String name, Verdict verdict, byte[] input, String comment);
  }

  private RelayProofVectors(Sink sink) {
    this.sink = sink;
  }

  static void write(Sink sink) {
    RelayProofVectors vectors = new RelayProofVectors(sink);
    vectors.statements();
    vectors.receipts();
    vectors.brokenReceipts();
  }

  static StatementWriter two() {
    return new StatementWriter(STORE)
        .author(ANN, 900, 942, TIP)
        .author(BO, 0, 7, TIP)
        .set(949, TIP);
  }

  private void statements() {
    byte[] good = two().sign(3, TIME, 2, 1, RelayVectors.RELAY).toBytes();
    statement("two", Verdict.OK, good, "two authors, of whom one was pruned");
    byte[] empty = new StatementWriter(STORE).sign(1, TIME, 1, 0, RelayVectors.RELAY).toBytes();
    statement("empty", Verdict.OK, empty, "a store with nothing in it");
    byte[] forked =
        new StatementWriter(STORE)
            .author(ANN, 0, 0, Hash.ZERO)
            .set(2, TIP)
            .sign(1, TIME, 1, 0, RelayVectors.RELAY)
            .toBytes();
    statement("forked", Verdict.OK, forked, "an author with two first intentions");
    int bo = ANN.compareTo(BO) < 0 ? 1 : 0;
    int last = 221 + 72 * bo;
    Verdict wrong = Verdict.STATEMENT_MALFORMED;
    statement("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    statement("trailing", wrong, Arrays.copyOf(good, good.length + 1), "a byte too many");
    statement("short", wrong, Arrays.copyOf(good, 220), "less than a head");
    statement("version", wrong, with(good, bytes -> bytes[0] = 2), "version 2");
    statement("counter", wrong, with(good, bytes -> bytes[56] = 0), "counter 0");
    statement("time", wrong, with(good, bytes -> bytes[57] = -128), "made before 1970");
    statement("manifest", wrong, with(good, bytes -> bytes[72] = 0), "no manifest in force");
    statement("receipts", wrong, with(good, bytes -> bytes[73] = -128), "2^63 receipts");
    statement("count", wrong, with(good, bytes -> bytes[81] = -128), "2^63 intentions");
    statement("authors", wrong, with(good, bytes -> bytes[153] = 1), "2^24 authors");
    statement("falls", wrong, with(good, bytes -> bytes[221] = -1), "keys that do not rise");
    statement("floor", wrong, with(good, bytes -> bytes[last + 35] = 8), "floor 8, height 7");
    statement(
        "no-tip",
        wrong,
        with(good, bytes -> Arrays.fill(bytes, last + 40, last + 72, (byte) 0)),
        "height 7 without a tip");
    Verdict forged = Verdict.STATEMENT_SIGNATURE_WRONG;
    statement("signature", forged, with(good, bytes -> bytes[220] ^= 1), "a bit of it");
    statement("list", forged, with(good, bytes -> bytes[last + 39] = 6), "a height not signed");
    statement("digest", forged, with(good, bytes -> bytes[89] ^= 1), "another digest");
  }

  private void statement(String name, Verdict verdict, byte[] input, String comment) {
    sink.add("statement", name, verdict, input, comment);
  }

  static PruneReceiptWriter one() {
    return new PruneReceiptWriter(STORE).floor(ANN, 900, TIP).ack(TIP).dropped(882, 251_000);
  }

  private void receipts() {
    byte[] good = one().sign(1, TIME, RelayVectors.RELAY).toBytes();
    receipt("one", Verdict.OK, good, "one author, on the word of one voter");
    PruneReceiptWriter most = new PruneReceiptWriter(STORE).dropped(1, 1);
    for (int i = 0; i < Limits.RECEIPT_AUTHORS_MAX; i++) {
      most.floor(RelayVectors.numbered(i), i + 1, TIP);
    }
    for (int i = 0; i < Limits.MEMBERS_MAX; i++) {
      most.ack(Hash.of(RelayVectors.numbered(i).toBytes(), 0));
    }
    receipt("most", Verdict.OK, most.sign(1, 0, RelayVectors.RELAY).toBytes(), "all that fits");
    byte[] more = new byte[85 + 1025 * 68 + 32 + 64];
    System.arraycopy(good, 0, more, 0, 85);
    BigEndian.putShort(more, 81, 1025);
    for (int i = 0; i < 1025; i++) {
      BigEndian.putInt(more, 85 + 68 * i, i + 1);
      BigEndian.putInt(more, 85 + 68 * i + 32, 1);
    }
    receipt("authors", Verdict.RECEIPT_MALFORMED, more, "one author too many");
  }

  private void brokenReceipts() {
    byte[] good = one().floor(BO, 3, TIP).sign(1, TIME, RelayVectors.RELAY).toBytes();
    Verdict wrong = Verdict.RECEIPT_MALFORMED;
    receipt("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    receipt("short", wrong, Arrays.copyOf(good, 140), "less than the least");
    receipt("version", wrong, with(good, bytes -> bytes[0] = 2), "version 2");
    receipt("counter", wrong, with(good, bytes -> bytes[56] = 0), "counter 0");
    receipt("time", wrong, with(good, bytes -> bytes[57] = -128), "made before 1970");
    receipt("intentions", wrong, with(good, bytes -> bytes[65] = -128), "2^63 intentions");
    receipt("bytes", wrong, with(good, bytes -> bytes[73] = -128), "2^63 bytes");
    receipt("no-acks", wrong, with(good, bytes -> bytes[84] = 0), "on nobody's word");
    receipt("falls", wrong, with(good, bytes -> bytes[85] = -1), "keys that do not rise");
    receipt("floor", wrong, with(good, bytes -> Arrays.fill(bytes, 117, 121, (byte) 0)), "floor 0");
    Verdict forged = Verdict.RECEIPT_SIGNATURE_WRONG;
    receipt("signature", forged, with(good, bytes -> bytes[bytes.length - 1] ^= 1), "a bit of it");
    receipt("count", forged, with(good, bytes -> bytes[72] ^= 1), "more intentions than it signed");
  }

  private void receipt(String name, Verdict verdict, byte[] input, String comment) {
    sink.add("receipt", name, verdict, input, comment);
  }
}
