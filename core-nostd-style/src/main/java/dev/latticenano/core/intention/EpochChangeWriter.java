package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import java.util.Arrays;

/**
 * Writes an epoch change: as {@link EpochChangeView} reads it, fields ascending. The bytes go to
 * {@link UniversalOpWriter#epochChange}. Allocates nothing after construction.
 */
public final class EpochChangeWriter {
  private byte[] epochId;
  private int epochIdOffset;
  private byte[] ephemeral;
  private int ephemeralOffset;
  private byte[] wraps;
  private int wrapsOffset;
  private int wrapCount;

  /** The 8 bytes of the epoch's id, lent. */
  public EpochChangeWriter epochId(byte[] bytes, int offset) {
    epochId = bytes;
    epochIdOffset = offset;
    return this;
  }

  /** The 32 bytes of the ephemeral key, lent. */
  public EpochChangeWriter ephemeral(byte[] bytes, int offset) {
    ephemeral = bytes;
    ephemeralOffset = offset;
    return this;
  }

  /**
   * 1 to {@link Limits#MEMBERS_MAX} wraps in a row, {@link EpochChangeView#WRAP_BYTES} each, in
   * ascending order of their recipients; lent.
   */
  public EpochChangeWriter wraps(byte[] bytes, int offset, int count) {
    if (count < 1 || count > Limits.MEMBERS_MAX) {
      throw new IllegalArgumentException(count + " wraps");
    }
    for (int i = 1; i < count; i++) {
      int at = offset + i * EpochChangeView.WRAP_BYTES;
      int before = at - EpochChangeView.WRAP_BYTES;
      if (Arrays.compareUnsigned(
              bytes, before, before + AuthorId.BYTES, bytes, at, at + AuthorId.BYTES)
          >= 0) {
        throw new IllegalArgumentException("wrap " + i + " is not behind the one before");
      }
    }
    wraps = bytes;
    wrapsOffset = offset;
    wrapCount = count;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return ProtoOut.fieldBytes(EpochChangeView.EPOCH_ID, EpochId.BYTES)
        + ProtoOut.fieldBytes(EpochChangeView.EPHEMERAL, EpochChangeView.EPHEMERAL_BYTES)
        + wrapCount * ProtoOut.fieldBytes(EpochChangeView.WRAP, EpochChangeView.WRAP_BYTES);
  }

  /** Writes the change; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    int at =
        ProtoOut.putBytes(
            out, offset, EpochChangeView.EPOCH_ID, epochId, epochIdOffset, EpochId.BYTES);
    at =
        ProtoOut.putBytes(
            out,
            at,
            EpochChangeView.EPHEMERAL,
            ephemeral,
            ephemeralOffset,
            EpochChangeView.EPHEMERAL_BYTES);
    for (int i = 0; i < wrapCount; i++) {
      int from = wrapsOffset + i * EpochChangeView.WRAP_BYTES;
      at =
          ProtoOut.putBytes(out, at, EpochChangeView.WRAP, wraps, from, EpochChangeView.WRAP_BYTES);
    }
    return length;
  }
}
