package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What relays and authors signed, gathered so that anybody can compare it without trusting whoever
 * gathered it: what a node remembers of a relay, what members hand each other, and what proves a
 * lie. Cold. Source: docs/relay.md §7.
 *
 * <pre>
 * 0  4 "LTEV"
 * 4  1 version, 1
 * 5  4 items n
 * 9    item: kind 1 (1 statement, 2 prune receipt, 3 signed intention) ‖ length u32 ‖ bytes
 * </pre>
 *
 * Numbers are big-endian. What is in it twice counts once.
 */
public final class Evidence {
  private static final byte[] MAGIC = {'L', 'T', 'E', 'V'};
  private static final int VERSION = 1;
  private static final int COUNT_AT = 5;
  private static final int HEAD_BYTES = 9;
  private static final int ITEM_BYTES = 5;
  private static final int STATEMENT = 1;
  private static final int RECEIPT = 2;
  private static final int INTENTION = 3;

  private final Map<Hash, Statement> statements = new LinkedHashMap<>();
  private final Map<Hash, PruneReceipt> receipts = new LinkedHashMap<>();
  private final Map<Hash, byte[]> intentions = new LinkedHashMap<>();

  /** Takes the items of a file, in their order. */
  private interface Items {
    Verdict item(int kind, byte[] item);
  }

  /** Which rule these bytes, or the first wrong item in them, break; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    return read(bytes, (kind, item) -> check(kind, item, verifier));
  }

  private static Verdict check(int kind, byte[] item, Verifier verifier) {
    return switch (kind) {
      case STATEMENT -> Statement.check(item, verifier);
      case RECEIPT -> PruneReceipt.check(item, verifier);
      default -> {
        SignedIntentionView view = new SignedIntentionView().wrap(item, 0, item.length);
        Verdict form = view.check();
        byte[] hash = new byte[Hash.BYTES];
        yield form == Verdict.OK
            ? IntentionProof.verify(view, Blake3.plain(), verifier, hash, 0)
            : form;
      }
    };
  }

  /**
   * What is in these bytes, of which {@link #check} says OK.
   *
   * @throws IllegalArgumentException they have not the form
   */
  public static Evidence of(byte[] bytes) {
    Evidence evidence = new Evidence();
    Verdict verdict = read(bytes, evidence::take);
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException("no evidence: " + verdict);
    }
    return evidence;
  }

  private Verdict take(int kind, byte[] item) {
    switch (kind) {
      case STATEMENT -> add(Statement.of(item));
      case RECEIPT -> add(PruneReceipt.of(item));
      default -> addIntention(item);
    }
    return Verdict.OK;
  }

  private static Verdict read(byte[] bytes, Items items) {
    if (bytes.length < HEAD_BYTES
        || bytes.length > Limits.EVIDENCE_BYTES_MAX
        || Arrays.mismatch(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) >= 0
        || bytes[MAGIC.length] != VERSION) {
      return Verdict.EVIDENCE_MALFORMED;
    }
    long count = BigEndian.unsignedIntAt(bytes, COUNT_AT);
    int at = HEAD_BYTES;
    if (count > Limits.EVIDENCE_ITEMS_MAX) {
      return Verdict.EVIDENCE_MALFORMED;
    }
    for (long i = 0; i < count; i++) {
      long length =
          bytes.length - at < ITEM_BYTES ? Long.MAX_VALUE : BigEndian.unsignedIntAt(bytes, at + 1);
      if (length > bytes.length - at - ITEM_BYTES
          || bytes[at] < STATEMENT
          || bytes[at] > INTENTION) {
        return Verdict.EVIDENCE_MALFORMED;
      }
      int end = at + ITEM_BYTES + (int) length;
      Verdict verdict = items.item(bytes[at], Arrays.copyOfRange(bytes, at + ITEM_BYTES, end));
      if (verdict != Verdict.OK) {
        return verdict;
      }
      at = end;
    }
    return at == bytes.length ? Verdict.OK : Verdict.EVIDENCE_MALFORMED;
  }

  private static Hash name(byte[] item) {
    byte[] hash = new byte[Hash.BYTES];
    Blake3.plain().hash(item, 0, item.length, hash, 0);
    return Hash.of(hash, 0);
  }

  /** Adds what a relay says that it holds; returns this. */
  public Evidence add(Statement statement) {
    statements.put(name(statement.toBytes()), statement);
    return this;
  }

  /** Adds what a relay says that it dropped; returns this. */
  public Evidence add(PruneReceipt receipt) {
    receipts.put(name(receipt.toBytes()), receipt);
    return this;
  }

  /** Adds a signed intention, which it keeps; two of one store_prev are their author's fork. */
  public Evidence addIntention(byte[] signed) {
    intentions.put(name(signed), signed);
    return this;
  }

  /** Adds all that another has; returns this. */
  public Evidence add(Evidence other) {
    statements.putAll(other.statements);
    receipts.putAll(other.receipts);
    intentions.putAll(other.intentions);
    return this;
  }

  /** The statements, in the order in which they were added. */
  public List<Statement> statements() {
    return List.copyOf(statements.values());
  }

  /** The prune receipts, in the order in which they were added. */
  public List<PruneReceipt> receipts() {
    return List.copyOf(receipts.values());
  }

  /** How many items there are. */
  public int count() {
    return statements.size() + receipts.size() + intentions.size();
  }

  /** True if two of the intentions show that {@code author} forked its chain in {@code store}. */
  public boolean isForked(StoreId store, AuthorId author) {
    Map<Hash, Hash> after = new LinkedHashMap<>();
    for (byte[] each : intentions.values()) {
      SignedIntentionView view = new SignedIntentionView().wrap(each, 0, each.length);
      if (view.check() != Verdict.OK
          || !view.intention().store().equals(store)
          || !view.intention().author().equals(author)) {
        continue;
      }
      byte[] hash = new byte[Hash.BYTES];
      view.intention().hash(Blake3.plain(), hash, 0);
      Hash last = after.put(view.intention().storePrev(), Hash.of(hash, 0));
      if (last != null && !last.equals(Hash.of(hash, 0))) {
        return true;
      }
    }
    return false;
  }

  /**
   * As it lies in a file.
   *
   * @throws IllegalArgumentException it is more than fits
   */
  public byte[] toBytes() {
    List<byte[]> items = new ArrayList<>();
    statements.values().forEach(each -> items.add(item(STATEMENT, each.toBytes())));
    receipts.values().forEach(each -> items.add(item(RECEIPT, each.toBytes())));
    intentions.values().forEach(each -> items.add(item(INTENTION, each)));
    long length = HEAD_BYTES;
    for (byte[] each : items) {
      length += each.length;
    }
    if (items.size() > Limits.EVIDENCE_ITEMS_MAX || length > Limits.EVIDENCE_BYTES_MAX) {
      throw new IllegalArgumentException(items.size() + " items, " + length + " bytes");
    }
    byte[] out = new byte[(int) length];
    System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
    out[MAGIC.length] = VERSION;
    BigEndian.putInt(out, COUNT_AT, items.size());
    int at = HEAD_BYTES;
    for (byte[] each : items) {
      System.arraycopy(each, 0, out, at, each.length);
      at += each.length;
    }
    return out;
  }

  private static byte[] item(int kind, byte[] bytes) {
    byte[] item = new byte[ITEM_BYTES + bytes.length];
    item[0] = (byte) kind;
    BigEndian.putInt(item, 1, bytes.length);
    System.arraycopy(bytes, 0, item, ITEM_BYTES, bytes.length);
    return item;
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    statements.values().forEach(each -> parts.add(each.toString()));
    receipts.values().forEach(each -> parts.add(each.toString()));
    parts.add(intentions.size() + " intentions");
    return String.join("; ", parts);
  }
}
