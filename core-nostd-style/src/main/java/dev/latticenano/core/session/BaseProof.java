package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseHandover;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a peer is handed so that it may believe a snapshot: the signed notice, signed intentions of
 * those who agreed to it, and what the snapshot covers. Rules: docs/protocol.md §14, Bases.
 */
public final class BaseProof {
  /** Nothing to hand over. */
  public static final BaseProof NONE = new BaseProof(List.of(), new byte[0]);

  private final List<byte[]> intentions;
  private final byte[] covered;
  private final BaseHandover handover;
  private final SnapshotNoticeView notice = new SnapshotNoticeView();
  private final Set<AuthorId> agreed = new TreeSet<>();

  /**
   * A proof that is believed only after {@link #check}.
   *
   * @param intentions signed, the notice first, then those that agree; none: {@link #NONE}
   * @param covered what is to be known of what the snapshot holds (docs/snapshots.md §3)
   */
  public BaseProof(List<byte[]> intentions, byte[] covered) {
    this.intentions = List.copyOf(intentions);
    this.covered = covered.clone();
    this.handover = null;
  }

  /** A base with holes: not what a snapshot says, but what marks left. */
  public BaseProof(BaseHandover handover) {
    this.intentions = handover.staying();
    this.covered = new byte[0];
    this.handover = handover;
  }

  /** The base with holes; null if this is a snapshot's proof. */
  public BaseHandover handover() {
    return handover;
  }

  /** True if there is nothing in it. */
  public boolean isEmpty() {
    return intentions.isEmpty() && handover == null;
  }

  /** The signed intentions, the notice first; read only. */
  public List<byte[]> intentions() {
    return intentions;
  }

  /** What the snapshot covers, as whoever handed it over says; read only. */
  public byte[] covered() {
    return covered;
  }

  /** Whether it is a notice of {@code store} and intentions that name it, all of them signed. */
  public Verdict check(StoreId store, Verifier verifier) {
    agreed.clear();
    byte[] named = new byte[Hash.BYTES];
    for (int i = 0; i < intentions.size(); i++) {
      SignedIntentionView signed = new SignedIntentionView();
      byte[] bytes = intentions.get(i);
      Verdict verdict = signed.wrap(bytes, 0, bytes.length).check();
      verdict = verdict == Verdict.OK ? checkSigned(signed, store, verifier) : verdict;
      if (verdict == Verdict.OK) {
        verdict = i == 0 ? readNotice(signed.intention(), named) : names(signed, named);
      }
      if (verdict != Verdict.OK) {
        return verdict;
      }
      agreed.add(signed.intention().author());
    }
    return Verdict.OK;
  }

  private static Verdict checkSigned(SignedIntentionView signed, StoreId store, Verifier verifier) {
    IntentionView view = signed.intention();
    if (!StoreId.of(view.bytes(), view.storeOffset()).equals(store)) {
      return Verdict.WRONG_STORE;
    }
    byte[] hash = new byte[Hash.BYTES];
    view.hash(Blake3.plain(), hash, 0);
    boolean sound =
        verifier.verifyStrict(
            view.bytes(),
            view.authorOffset(),
            hash,
            0,
            Hash.BYTES,
            view.bytes(),
            signed.signatureOffset());
    return sound ? Verdict.OK : Verdict.SIGNATURE_WRONG;
  }

  private Verdict readNotice(IntentionView view, byte[] named) {
    UniversalOpView ops =
        new UniversalOpView().wrap(view.bytes(), view.opsOffset(), view.opsLength());
    if (ops.check() != Verdict.OK || ops.kind() != UniversalOpView.Kind.SNAPSHOT) {
      return Verdict.BASE_PROOF_WRONG;
    }
    view.hash(Blake3.plain(), named, 0);
    int from = ops.contentOffset();
    byte[] content = Arrays.copyOfRange(ops.contentBytes(), from, from + ops.contentLength());
    return notice.wrap(content, 0, content.length).check();
  }

  private static Verdict names(SignedIntentionView signed, byte[] named) {
    IntentionView view = signed.intention();
    for (int i = 0; i < view.conditionCount(); i++) {
      int at = view.conditionOffset(i);
      if (Arrays.equals(view.bytes(), at, at + Hash.BYTES, named, 0, Hash.BYTES)) {
        return Verdict.OK;
      }
    }
    return Verdict.BASE_PROOF_WRONG;
  }

  /** The notice; after {@link #check}. */
  public SnapshotNoticeView notice() {
    return notice;
  }

  /** Who agreed, the notice's author among them; after {@link #check}. */
  public Set<AuthorId> agreed() {
    return agreed;
  }

  /**
   * As it is kept.
   *
   * <pre>
   * 0  bytes covered u32 LE ‖ covered, then for each intention: bytes u32 LE ‖ signed intention
   * </pre>
   */
  public byte[] toBytes() {
    int length = 4 + covered.length;
    for (byte[] each : intentions) {
      length += 4 + each.length;
    }
    byte[] out = new byte[length];
    int at = put(covered, out, 0);
    for (byte[] each : intentions) {
      at = put(each, out, at);
    }
    return out;
  }

  private static int put(byte[] part, byte[] out, int offset) {
    LittleEndian.putInt(out, offset, part.length);
    System.arraycopy(part, 0, out, offset + 4, part.length);
    return offset + 4 + part.length;
  }

  /** What {@link #toBytes} wrote; {@link #NONE} for anything else. */
  public static BaseProof of(byte[] bytes, int offset, int length) {
    List<byte[]> parts = new ArrayList<>();
    int end = offset + length;
    int at = offset;
    while (end - at >= 4) {
      int partLength = LittleEndian.intAt(bytes, at);
      if (partLength < 0 || partLength > end - at - 4) {
        return NONE;
      }
      parts.add(Arrays.copyOfRange(bytes, at + 4, at + 4 + partLength));
      at += 4 + partLength;
    }
    return at != end || parts.isEmpty()
        ? NONE
        : new BaseProof(parts.subList(1, parts.size()), parts.get(0));
  }

  /** True if it has more than may be handed over. */
  public boolean isTooLarge() {
    if (handover != null) {
      long bytes = 0;
      for (byte[] each : handover.staying()) {
        bytes += each.length;
      }
      for (byte[] each : handover.records()) {
        bytes += each.length;
      }
      return bytes > Limits.BASE_HOLES_BYTES_MAX;
    }
    return intentions.size() > Limits.MEMBERS_MAX + 1 || toBytes().length > Limits.BASE_BYTES_MAX;
  }
}
