package dev.latticenano.core.bundle;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import java.util.function.Function;

/**
 * Reads a bundle record by record, and shows none that is not whole in parts whose tags are right.
 * Holds one part, one byte of the next, and one record. Rules: docs/bundles.md §2 to §4.
 */
public final class BundleReader {
  private static final int SEALED_BYTES = BundleRecord.PART_BYTES + BundleCipher.TAG_BYTES;

  private final BundleInput input;
  private final byte[] part = new byte[SEALED_BYTES + 1];
  private final byte[] head = new byte[BundleRecord.HEAD_BYTES];
  private final byte[] body = new byte[Limits.SIGNED_BYTES_MAX];
  private BundleCipher cipher;
  private int kind;
  private int length;
  private int at;
  private int end;
  private int held;
  private long parts;
  private boolean last;
  private boolean inStore;
  private int stage;
  private int stores;
  private boolean done;
  private Verdict verdict = Verdict.OK;

  /** Reads {@code input} from its beginning. */
  public BundleReader(BundleInput input) {
    this.input = input;
  }

  /**
   * Reads the header.
   *
   * @param own the key that a bundle for this node is sealed to
   * @param epochs finds an epoch key, or null
   * @return OK, BUNDLE_HEADER_WRONG or BUNDLE_NOT_FOR_US
   */
  public Verdict open(KeyAgreement own, Function<EpochId, EpochKey> epochs) throws StoreException {
    byte[] header = new byte[BundleHeader.BYTES];
    if (fill(header, 0, header.length) < header.length || !BundleHeader.isSound(header)) {
      return refuse(Verdict.BUNDLE_HEADER_WRONG);
    }
    kind = BundleHeader.kind(header);
    cipher = BundleCipher.of(header, own, epochs);
    held = fill(part, 0, part.length);
    return cipher == null ? refuse(Verdict.BUNDLE_NOT_FOR_US) : Verdict.OK;
  }

  /** The kind that the header names. */
  public int bundleKind() {
    return cipher == null ? kind : BundleHeader.kind(cipher.header());
  }

  /** Stands on the next record; false at the end, or where a rule is broken: {@link #verdict}. */
  public boolean next() throws StoreException {
    if (verdict != Verdict.OK || done) {
      return false;
    }
    if (!take(head, head.length)) {
      return false;
    }
    kind = head[0];
    length = BigEndian.intAt(head, 1);
    if (!BundleRecord.fits(kind, length)) {
      refuse(Verdict.BUNDLE_RECORD_MALFORMED);
      return false;
    }
    if (!isInOrder()) {
      refuse(Verdict.BUNDLE_DISORDERED);
      return false;
    }
    if (!take(body, length)) {
      return false;
    }
    return kind != BundleRecord.END || finish();
  }

  // Of a store: its record, perhaps a receipt, intentions, chunks.
  private boolean isInOrder() {
    if (kind == BundleRecord.STORE) {
      stores++;
      inStore = true;
      stage = BundleRecord.STORE;
      return stores <= Limits.BUNDLE_STORES_MAX;
    }
    int place = kind == BundleRecord.RUN ? BundleRecord.INTENTION : kind;
    boolean rises = place > stage || place == stage && kind != BundleRecord.RECEIPT;
    stage = place;
    return kind == BundleRecord.END || inStore && rises;
  }

  private boolean finish() {
    done = true;
    boolean zeros = last && BundleRecord.padded(at) == end;
    for (int i = at; i < end; i++) {
      zeros &= part[i] == 0;
    }
    if (!zeros) {
      refuse(Verdict.BUNDLE_PADDING_WRONG);
    }
    return false;
  }

  /** The kind of this record. */
  public int kind() {
    return kind;
  }

  /** What this record holds, from 0; lent until the next call. */
  public byte[] body() {
    return body;
  }

  /** Its bytes. */
  public int length() {
    return length;
  }

  /** The store of a store record. */
  public StoreId store() {
    return StoreId.of(body, 0);
  }

  /** How many intentions a store record announces; beyond 2^31 negative. */
  public int intentions() {
    return BigEndian.intAt(body, StoreId.BYTES);
  }

  /** How many chunks. */
  public int chunks() {
    return BigEndian.intAt(body, StoreId.BYTES + 4);
  }

  /** How many parts were opened. */
  public long parts() {
    return parts;
  }

  /** OK, or the rule that the bundle breaks where reading stopped. */
  public Verdict verdict() {
    return verdict;
  }

  private Verdict refuse(Verdict broken) {
    verdict = broken;
    return broken;
  }

  private boolean take(byte[] out, int count) throws StoreException {
    int done = 0;
    while (done < count) {
      if (at == end && !nextPart()) {
        return false;
      }
      int taken = Math.min(count - done, end - at);
      System.arraycopy(part, at, out, done, taken);
      at += taken;
      done += taken;
    }
    return true;
  }

  private boolean nextPart() throws StoreException {
    if (last) {
      refuse(Verdict.BUNDLE_RECORD_MALFORMED);
      return false;
    }
    if (parts > 0) {
      part[0] = part[SEALED_BYTES];
      held = held > SEALED_BYTES ? 1 + fill(part, 1, part.length - 1) : 0;
    }
    boolean more = held > SEALED_BYTES;
    int content = Math.min(held, SEALED_BYTES) - BundleCipher.TAG_BYTES;
    at = 0;
    end = content;
    if (more) {
      return opened(cipher.open(parts, false, part, 0, content), Verdict.BUNDLE_PART_WRONG);
    }
    last = content >= BundleRecord.LAST_BYTES_MIN && cipher.open(parts, true, part, 0, content);
    // A full part may be whole although what followed it is cut off.
    boolean whole =
        last || content == BundleRecord.PART_BYTES && cipher.open(parts, false, part, 0, content);
    held = 0;
    return opened(whole, Verdict.BUNDLE_CUT);
  }

  private boolean opened(boolean right, Verdict otherwise) {
    if (right) {
      parts++;
    } else {
      end = 0;
      refuse(otherwise);
    }
    return right;
  }

  private int fill(byte[] out, int offset, int count) throws StoreException {
    int done = 0;
    int read = 0;
    while (done < count && read >= 0) {
      read = input.read(out, offset + done, count - done);
      done += Math.max(read, 0);
    }
    return done;
  }
}
