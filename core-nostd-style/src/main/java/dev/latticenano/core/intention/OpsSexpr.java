package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Intentions and their ops as S-expressions, as the Rust engine summarises them. Cold; not
 * thread-safe. Source: docs/protocol.md §11.
 */
public final class OpsSexpr {
  /** Store type of the key-value store. */
  public static final String KV = "core:kvstore";

  /** Store type of the log. */
  public static final String LOG = "core:logstore";

  /** Bytes of an appended entry that are shown. */
  public static final int APPEND_BYTES_SHOWN = 50;

  private static final int SHORT_ID_BYTES = 4;

  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[Hash.BYTES];
  private final String storeType;

  /**
   * For stores of {@code storeType}. With an empty type, app data that is exactly what a key-value
   * writer would write is shown so, and other app data raw.
   */
  public OpsSexpr(String storeType) {
    this.storeType = storeType;
  }

  /** A checked intention with everything in it. */
  public Sexpr intention(IntentionView view) {
    view.hash(blake3, hash, 0);
    Sexpr[] condition = new Sexpr[view.conditionCount()];
    for (int i = 0; i < condition.length; i++) {
      condition[i] = Sexpr.raw(view.bytes(), view.conditionOffset(i), Hash.BYTES);
    }
    return Sexpr.list(
        "intention",
        Sexpr.list("hash", Sexpr.raw(hash, 0, Hash.BYTES)),
        Sexpr.list("author", Sexpr.raw(view.bytes(), view.authorOffset(), AuthorId.BYTES)),
        Sexpr.list(
            "timestamp",
            Sexpr.number(view.wallMs()),
            Sexpr.symbol(":counter"),
            Sexpr.number(Integer.toUnsignedLong(view.counter()))),
        Sexpr.list("store-id", Sexpr.raw(view.bytes(), view.storeOffset(), StoreId.BYTES)),
        Sexpr.list("store-prev", Sexpr.raw(view.bytes(), view.storePrevOffset(), Hash.BYTES)),
        Sexpr.list("condition", Sexpr.list("v1", condition)),
        Sexpr.list("ops", ops(view.bytes(), view.opsOffset(), view.opsLength())));
  }

  /** Ops alone; what does not decode is shown by the first bytes of its hash. */
  public Sexpr ops(byte[] bytes, int offset, int length) {
    UniversalOpView view = new UniversalOpView().wrap(bytes, offset, length);
    Verdict verdict = view.check();
    return verdict == Verdict.OK ? ops(view) : shortHash(bytes, offset, length);
  }

  private Sexpr shortHash(byte[] bytes, int offset, int length) {
    byte[] name = new byte[Hash.BYTES];
    blake3.hash(bytes, offset, length, name, 0);
    return Sexpr.raw(name, 0, SHORT_ID_BYTES);
  }

  private Sexpr ops(UniversalOpView view) {
    return switch (view.kind()) {
      case ACK -> Sexpr.empty();
      case APP_DATA -> appData(view.contentBytes(), view.contentOffset(), view.contentLength());
      case SYSTEM -> system(view);
      case GENESIS -> Sexpr.list("genesis", Sexpr.text(GenesisOp.of(view).storeType()));
      case ENVELOPE -> envelope(view);
      case EPOCH_CHANGE -> epochChange(view);
      case SNAPSHOT -> snapshot(view);
      case RESTATEMENT -> restatement(view);
      case UNKNOWN -> Sexpr.list("unknown");
    };
  }

  private Sexpr epochChange(UniversalOpView ops) {
    EpochChangeView view = new EpochChangeView().wrap(ops);
    return view.check() != Verdict.OK
        ? shortHash(ops.contentBytes(), ops.contentOffset(), ops.contentLength())
        : Sexpr.list(
            "epoch-change",
            Sexpr.raw(view.bytes(), view.epochIdOffset(), EpochId.BYTES),
            Sexpr.symbol(":members"),
            Sexpr.number(view.wrapCount()));
  }

  private Sexpr snapshot(UniversalOpView ops) {
    SnapshotNoticeView view = new SnapshotNoticeView().wrap(ops);
    if (view.check() != Verdict.OK) {
      return shortHash(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
    }
    byte[] bytes = view.bytes();
    List<Sexpr> frontier = new ArrayList<>();
    for (int i = 0; i < view.entries(); i++) {
      Sexpr tip = Sexpr.raw(bytes, view.tipOffset(i), Hash.BYTES);
      Sexpr author = Sexpr.raw(bytes, view.entryOffset(i), AuthorId.BYTES);
      frontier.add(Sexpr.list("at", author, Sexpr.number(view.height(i)), tip));
    }
    List<Sexpr> items = new ArrayList<>();
    items.add(Sexpr.raw(bytes, view.cidOffset(), Hash.BYTES));
    items.add(Sexpr.symbol(":bytes"));
    items.add(Sexpr.number(view.size()));
    items.add(Sexpr.list("frontier", frontier.toArray(new Sexpr[0])));
    return Sexpr.list("snapshot", items.toArray(new Sexpr[0]));
  }

  private Sexpr restatement(UniversalOpView ops) {
    RestatementView view = new RestatementView().wrap(ops);
    if (view.check() != Verdict.OK) {
      return shortHash(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
    }
    byte[] bytes = view.bytes();
    List<Sexpr> rows = new ArrayList<>();
    while (view.nextHead()) {
      Sexpr key = textOrRaw(bytes, view.keyOffset(), view.keyLength());
      rows.add(
          view.tombstone()
              ? Sexpr.list("del", key)
              : Sexpr.list("put", key, textOrRaw(bytes, view.valueOffset(), view.valueLength())));
    }
    view.rewind();
    while (view.nextReplaced()) {
      Sexpr key = textOrRaw(bytes, view.keyOffset(), view.keyLength());
      rows.add(Sexpr.list("replaced", key, Sexpr.raw(bytes, view.hashOffset(), Hash.BYTES)));
    }
    return Sexpr.list("restatement", rows.toArray(new Sexpr[0]));
  }

  private Sexpr appData(byte[] bytes, int offset, int length) {
    if (storeType.equals(LOG)) {
      int shown = Math.min(length, APPEND_BYTES_SHOWN);
      String text = new String(bytes, offset, shown, StandardCharsets.UTF_8);
      return Sexpr.list("data", Sexpr.list("append", Sexpr.text(text)));
    }
    KvPayloadView view = new KvPayloadView().wrap(bytes, offset, length);
    boolean kv =
        view.check() == Verdict.OK
            && (storeType.equals(KV) || storeType.isEmpty() && isCanonical(view, length));
    if (kv) {
      return keyValue(view);
    }
    return length == 0 ? Sexpr.list("data") : Sexpr.list("data", Sexpr.raw(bytes, offset, length));
  }

  /** True if writing the operations again gives these very bytes: no accident then. */
  private static boolean isCanonical(KvPayloadView view, int length) {
    byte[] again = new byte[length];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(again, 0, length);
    byte[] bytes = view.bytes();
    while (view.next()) {
      int written =
          switch (view.kind()) {
            case PUT ->
                writer.put(
                    bytes,
                    view.keyOffset(),
                    view.keyLength(),
                    bytes,
                    view.valueOffset(),
                    view.valueLength());
            case DELETE -> writer.delete(bytes, view.keyOffset(), view.keyLength());
            case UNKNOWN -> -1;
          };
      if (written < 0) {
        return false;
      }
    }
    int start = view.offset();
    view.rewind();
    return length > 0
        && writer.length() == length
        && Arrays.equals(again, 0, length, bytes, start, start + length);
  }

  private static Sexpr keyValue(KvPayloadView view) {
    List<Sexpr> operations = new ArrayList<>();
    byte[] bytes = view.bytes();
    while (view.next()) {
      Sexpr key = textOrRaw(bytes, view.keyOffset(), view.keyLength());
      operations.add(
          switch (view.kind()) {
            case PUT ->
                Sexpr.list("put", key, textOrRaw(bytes, view.valueOffset(), view.valueLength()));
            case DELETE -> Sexpr.list("del", key);
            case UNKNOWN -> Sexpr.list("unknown");
          });
    }
    return Sexpr.list("data", operations.toArray(new Sexpr[0]));
  }

  private static Sexpr textOrRaw(byte[] bytes, int offset, int length) {
    return Utf8.valid(bytes, offset, offset + length)
        ? Sexpr.text(new String(bytes, offset, length, StandardCharsets.UTF_8))
        : Sexpr.raw(bytes, offset, length);
  }

  private Sexpr envelope(UniversalOpView ops) {
    EnvelopeView view = new EnvelopeView().wrap(ops);
    if (view.check() != Verdict.OK) {
      return shortHash(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
    }
    List<Sexpr> items = new ArrayList<>();
    if (view.supersedes()) {
      Sexpr through = Sexpr.raw(view.bytes(), view.supersedesOffset(), Hash.BYTES);
      items.add(Sexpr.list("supersedes-through", through));
    }
    if (view.keeps()) {
      items.add(Sexpr.list("keep"));
    }
    if (view.kind() == EnvelopeView.Kind.CLEAR) {
      items.add(ops(view.clear()));
    } else if (view.kind() == EnvelopeView.Kind.SEALED) {
      items.add(
          Sexpr.list(
              "sealed",
              Sexpr.raw(view.sealedBytes(), view.epochIdOffset(), EnvelopeView.EPOCH_ID_BYTES),
              Sexpr.number(view.ciphertextLength())));
    }
    return Sexpr.list("envelope", items.toArray(new Sexpr[0]));
  }

  private static Sexpr system(UniversalOpView ops) {
    List<Sexpr> changes = new ArrayList<>();
    SystemWalk walk = new SystemWalk().wrap(ops);
    SystemOpView view = new SystemOpView();
    while (walk.next(view)) {
      changes.add(change(view));
    }
    return Sexpr.list("system", changes.toArray(new Sexpr[0]));
  }

  private static Sexpr change(SystemOpView view) {
    Sexpr target = Sexpr.raw(view.target(), 0, SHORT_ID_BYTES);
    Sexpr other = Sexpr.raw(view.other(), 0, SHORT_ID_BYTES);
    Sexpr child = Sexpr.text(StoreId.of(view.target(), 0).toString());
    Sexpr text = Sexpr.text(utf8(view.textBytes(), view.textOffset(), view.textLength()));
    return switch (view.kind()) {
      case ADD_CHILD ->
          Sexpr.list(
              "child-add",
              child,
              Sexpr.symbol(":type"),
              Sexpr.text(utf8(view.textBytes(), view.typeOffset(), view.typeLength())),
              Sexpr.symbol(":name"),
              text);
      case REMOVE_CHILD -> Sexpr.list("child-remove", child);
      case CHILD_STATUS -> Sexpr.list("child-status", child, status(view, "active", "archived"));
      case PEER_STATUS ->
          Sexpr.list(
              "peer-status", target, status(view, "invited", "active", "dormant", "revoked"));
      case PEER_ROLE -> Sexpr.list("peer-role", target, role((int) view.number()));
      case PEER_NAME -> Sexpr.list("peer-name", target, text);
      case PEER_ADDED_AT -> Sexpr.list("peer-added-at", target, Sexpr.number(view.number()));
      case PEER_ADDED_BY -> Sexpr.list("peer-added-by", target, other);
      case STRATEGY_INDEPENDENT -> Sexpr.list("peer-strategy", Sexpr.symbol(":independent"));
      case STRATEGY_INHERITED -> Sexpr.list("peer-strategy", Sexpr.symbol(":inherited"));
      case STRATEGY_SNAPSHOT ->
          Sexpr.list(
              "peer-strategy",
              Sexpr.symbol(":snapshot"),
              Sexpr.text(StoreId.of(view.other(), 0).toString()));
      case STORE_NAME -> Sexpr.list("store-name", text);
      case INVITE_STATUS ->
          Sexpr.list("invite-status", target, status(view, "valid", "revoked", "claimed"));
      case INVITE_INVITED_BY -> Sexpr.list("invite-invited-by", target, other);
      case INVITE_CLAIMED_BY -> Sexpr.list("invite-claimed-by", target, other);
      case INVITE_TERMS ->
          Sexpr.list(
              "invite-terms",
              target,
              Sexpr.symbol(":expires"),
              Sexpr.number(view.number()),
              Sexpr.symbol(":uses"),
              Sexpr.number(Integer.toUnsignedLong(view.uses())),
              Sexpr.symbol(":role"),
              role(view.role()),
              Sexpr.symbol(":key"),
              other);
      case UNKNOWN -> Sexpr.list("unknown");
    };
  }

  private static String utf8(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  private static Sexpr role(int number) {
    return named(number, "owner", "voter", "carrier", "reader");
  }

  private static Sexpr status(SystemOpView view, String... names) {
    return named((int) view.number(), names);
  }

  /** A status or role by its number, counted from 1. */
  private static Sexpr named(int index, String... names) {
    boolean known = index >= 1 && index <= names.length;
    return Sexpr.symbol(known ? ":" + names[index - 1] : ":unknown");
  }
}
