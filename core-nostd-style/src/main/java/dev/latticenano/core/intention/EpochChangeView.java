package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import java.util.Arrays;

/**
 * A new epoch key, wrapped for each member. The content of {@code UniversalOp} 1001. It stands bare
 * in a sealed store: a node without keys sees who the members are, and nothing of the key.
 *
 * <pre>
 * 1 epoch_id   bytes    8
 * 2 ephemeral  bytes    32 bytes: an X25519 key made for this change alone
 * 3 wrap       bytes    80 bytes, repeated: recipient 32 ‖ wrapped epoch key 48
 * </pre>
 *
 * Wraps stand in ascending order of their recipients. Allocates only when a change has more wraps
 * than any before. Source: docs/protocol.md §8.2 (ours).
 */
public final class EpochChangeView {
  /** Bytes of the ephemeral key. */
  public static final int EPHEMERAL_BYTES = 32;

  /** Bytes of a wrapped epoch key: the key and a tag. */
  public static final int WRAPPED_BYTES = 48;

  /** Bytes of one wrap: the recipient's key and what is wrapped for it. */
  public static final int WRAP_BYTES = AuthorId.BYTES + WRAPPED_BYTES;

  static final int EPOCH_ID = 1;
  static final int EPHEMERAL = 2;
  static final int WRAP = 3;

  private final ProtoFields fields = new ProtoFields();
  private byte[] bytes;
  private int offset;
  private int length;
  private int epochIdOffset;
  private int epochIdLength;
  private int ephemeralOffset;
  private int ephemeralLength;
  private int[] wraps = new int[16];
  private int wrapCount;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public EpochChangeView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Looks at the content of checked ops of kind EPOCH_CHANGE. */
  public EpochChangeView wrap(UniversalOpView ops) {
    return wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
  }

  /** Whether the bytes are an epoch change; accessors assume OK. */
  public Verdict check() {
    epochIdLength = 0;
    ephemeralLength = 0;
    wrapCount = 0;
    if (!ProtoSchema.EPOCH_CHANGE.accepts(bytes, offset, length)) {
      return Verdict.EPOCH_MALFORMED;
    }
    fields.wrap(bytes, offset, length);
    boolean wholeWraps = true;
    while (fields.next()) {
      switch (fields.tag()) {
        case EPOCH_ID -> {
          epochIdOffset = fields.offset();
          epochIdLength = fields.length();
        }
        case EPHEMERAL -> {
          ephemeralOffset = fields.offset();
          ephemeralLength = fields.length();
        }
        case WRAP -> {
          wholeWraps &= fields.length() == WRAP_BYTES;
          if (wrapCount == Limits.MEMBERS_MAX) {
            return Verdict.EPOCH_WRAPS_COUNT;
          }
          keepWrap(fields.offset());
        }
        default -> {}
      }
    }
    if (wrapCount == 0) {
      return Verdict.EPOCH_WRAPS_COUNT;
    }
    boolean whole =
        wholeWraps && epochIdLength == EpochId.BYTES && ephemeralLength == EPHEMERAL_BYTES;
    if (!whole) {
      return Verdict.EPOCH_LENGTH;
    }
    if (Hash.isZero(bytes, ephemeralOffset)) {
      return Verdict.EPOCH_EPHEMERAL_ZERO;
    }
    return ascending() ? Verdict.OK : Verdict.EPOCH_RECIPIENTS_UNORDERED;
  }

  private void keepWrap(int at) {
    if (wrapCount == wraps.length) {
      wraps = Arrays.copyOf(wraps, 2 * wraps.length);
    }
    wraps[wrapCount++] = at;
  }

  private boolean ascending() {
    for (int i = 1; i < wrapCount; i++) {
      if (compare(wraps[i - 1], bytes, wraps[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  private int compare(int wrap, byte[] key, int keyOffset) {
    return Arrays.compareUnsigned(
        bytes, wrap, wrap + AuthorId.BYTES, key, keyOffset, keyOffset + AuthorId.BYTES);
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the 8 bytes of the epoch id are. */
  public int epochIdOffset() {
    return epochIdOffset;
  }

  /** Which epoch begins. */
  public EpochId epochId() {
    return EpochId.of(bytes, epochIdOffset);
  }

  /** Where the 32 bytes of the ephemeral key are. */
  public int ephemeralOffset() {
    return ephemeralOffset;
  }

  /** How many members it is wrapped for, 1 to {@link Limits#MEMBERS_MAX}. */
  public int wrapCount() {
    return wrapCount;
  }

  /** Where the 32 bytes of a recipient's key are. */
  public int recipientOffset(int index) {
    return wraps[index];
  }

  /** A member that it is wrapped for. */
  public AuthorId recipient(int index) {
    return AuthorId.of(bytes, wraps[index]);
  }

  /** Where the {@link #WRAPPED_BYTES} for a recipient are. */
  public int wrappedOffset(int index) {
    return wraps[index] + AuthorId.BYTES;
  }

  /** The index of the wrap for the key at {@code key[keyOffset]}; −1 if there is none. */
  public int find(byte[] key, int keyOffset) {
    int low = 0;
    int high = wrapCount - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(wraps[middle], key, keyOffset);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return "epoch change for " + wrapCount + " members";
  }
}
