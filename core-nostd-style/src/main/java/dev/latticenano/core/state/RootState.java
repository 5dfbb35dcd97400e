package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.intention.RootPayloadView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a {@code core:rootstore}: which names are served by which apps, and the apps' files,
 * under text keys with full heads like those of a key-value store: docs/state.md §5. Ops are {@code
 * RootPayload}s, or {@code KvPayload}s from before there were root operations, of which only keys
 * under {@code apps/} and {@code appbundles/} count. Whatever else an op holds is passed over, so
 * none has a reason to stall. Source: Rust engine, {@code lattice-rootstore}.
 */
public final class RootState implements StateMachine {
  /** The store type. */
  public static final String TYPE = "core:rootstore";

  private static final byte[] APPS = utf8("apps/");
  private static final byte[] BUNDLES = utf8("appbundles/");
  private static final byte[] STORE_ID = utf8("/store-id");
  private static final byte[] APP_ID = utf8("/app-id");
  private static final byte[] DATA = utf8("/bundle.zip");
  private static final byte[] MANIFEST = utf8("/manifest");

  private final KvTable table;
  private final RootPayloadView root = new RootPayloadView();
  private final KvPayloadView legacy = new KvPayloadView();
  private final byte[] key = new byte[Limits.KV_KEY_BYTES_MAX];

  /** What lies in {@code table}. */
  public RootState(Table table) {
    this.table = new KvTable(table);
  }

  /** No apps, on the heap. */
  public RootState() {
    this(new VariableRows());
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** Applies what an op holds of root operations; always {@code OK}. */
  @Override
  public Verdict apply(Applied op) throws StoreException {
    root.wrap(op.opArray(), op.opOffset(), op.opBytes());
    if (root.check() && root.version() != 0) {
      while (root.next()) {
        applyRoot(op);
      }
      return Verdict.OK;
    }
    legacy.wrap(op.opArray(), op.opOffset(), op.opBytes());
    if (legacy.check() == Verdict.OK) {
      while (legacy.next()) {
        applyLegacy(op);
      }
    }
    return Verdict.OK;
  }

  private void applyRoot(Applied op) throws StoreException {
    byte[] bytes = root.bytes();
    switch (root.kind()) {
      case REGISTER_APP -> {
        byte[] store = storeText();
        put(op, APPS, STORE_ID, store, 0, store.length);
        put(op, APPS, APP_ID, bytes, root.fieldOffset(2), root.fieldLength(2));
      }
      case REMOVE_APP -> {
        put(op, APPS, STORE_ID, null, 0, 0);
        put(op, APPS, APP_ID, null, 0, 0);
      }
      case UPLOAD_BUNDLE -> {
        put(op, BUNDLES, DATA, bytes, root.fieldOffset(2), root.fieldLength(2));
        put(op, BUNDLES, MANIFEST, bytes, root.fieldOffset(3), root.fieldLength(3));
      }
      case REMOVE_BUNDLE -> {
        put(op, BUNDLES, DATA, null, 0, 0);
        put(op, BUNDLES, MANIFEST, null, 0, 0);
      }
      case UNKNOWN -> {}
    }
  }

  /** Writes a key made of a folder, the first field of the operation, and what is below it. */
  private void put(Applied op, byte[] folder, byte[] below, byte[] value, int valueAt, int length)
      throws StoreException {
    int nameLength = root.fieldLength(1);
    int keyLength = folder.length + nameLength + below.length;
    if (keyLength > key.length) {
      return;
    }
    System.arraycopy(folder, 0, key, 0, folder.length);
    System.arraycopy(root.bytes(), root.fieldOffset(1), key, folder.length, nameLength);
    System.arraycopy(below, 0, key, folder.length + nameLength, below.length);
    table.put(key, 0, keyLength, op, value, valueAt, length);
  }

  /** The store's id as text: it is written as 16 bytes or as text. */
  private byte[] storeText() {
    int at = root.fieldOffset(3);
    if (root.fieldLength(3) == StoreId.BYTES) {
      return utf8(StoreId.of(root.bytes(), at).toString());
    }
    return Arrays.copyOfRange(root.bytes(), at, at + root.fieldLength(3));
  }

  private void applyLegacy(Applied op) throws StoreException {
    byte[] bytes = legacy.bytes();
    int at = legacy.keyOffset();
    int length = legacy.keyLength();
    if (length > key.length || !isBelow(APPS) && !isBelow(BUNDLES)) {
      return;
    }
    switch (legacy.kind()) {
      case PUT ->
          table.put(bytes, at, length, op, bytes, legacy.valueOffset(), legacy.valueLength());
      case DELETE -> table.delete(bytes, at, length, op);
      case UNKNOWN -> {}
    }
  }

  private boolean isBelow(byte[] folder) {
    int at = legacy.keyOffset();
    return legacy.keyLength() >= folder.length
        && Arrays.equals(legacy.bytes(), at, at + folder.length, folder, 0, folder.length);
  }

  @Override
  public boolean stalls() {
    return false;
  }

  @Override
  public void clear() throws StoreException {
    table.clear();
  }

  /** The table below, for this package. */
  KvTable table() {
    return table;
  }

  /** A copy of the value of {@code key}; null if it has none or the winner deletes it. */
  public byte[] value(String key) throws StoreException {
    Head winner = table.winner(utf8(key));
    return winner == null ? null : winner.array();
  }

  /** All heads of {@code key}, the winner first: what the next write of it cites. */
  public List<Head> heads(String key) throws StoreException {
    return table.heads(utf8(key));
  }

  /** Shows {@code reader} the keys that begin with {@code prefix} and have a value, in order. */
  public void list(String prefix, KvState.Reader reader) throws StoreException {
    KvState.list(table, utf8(prefix), reader);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
