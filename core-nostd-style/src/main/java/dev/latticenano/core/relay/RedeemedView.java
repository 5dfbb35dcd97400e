package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/**
 * A message {@code redeemed}: what came of a redeem. Source: docs/protocol.md §14.
 *
 * <pre>
 * 1 number    of the redeem that is answered
 * 2 verdict   code; absent: it holds
 * 3 sequence  of the manifest that holds now; absent if the asker may not know of the store
 * 4 manifest  that one, to an owner whose own is older; absent otherwise
 * </pre>
 */
public final class RedeemedView {
  private final Cursor fields = new Cursor();
  private byte[] bytes;
  private long number;
  private long code;
  private long sequence;
  private int manifestAt;
  private int manifestBytes;

  /** Writes one, without a manifest if that is null; returns its bytes. */
  public static int write(
      FrameWriter writer,
      byte[] out,
      int offset,
      int number,
      Verdict verdict,
      long sequence,
      byte[] manifest) {
    writer.start(out, offset, Message.REDEEMED).number(1, number);
    writer.number(2, verdict.code()).number(3, sequence);
    return manifest == null
        ? writer.finish()
        : writer.bytes(4, manifest, 0, manifest.length).finish();
  }

  /** Looks at the body of a message, which is borrowed; OK or REDEEM_MALFORMED. */
  public Verdict read(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    number = 0;
    code = 0;
    sequence = 0;
    manifestBytes = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> number = fields.value();
        case 2 -> code = fields.value();
        case 3 -> sequence = fields.value();
        case 4 -> {
          manifestAt = fields.dataOffset();
          manifestBytes = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean sane = !fields.malformed() && number > 0 && (number | code) >>> 31 == 0;
    boolean fits = sequence >= 0 && manifestBytes <= Manifest.BYTES_MAX;
    return sane && fits ? Verdict.OK : Verdict.REDEEM_MALFORMED;
  }

  /** Of the redeem that is answered. */
  public int number() {
    return (int) number;
  }

  /** OK, or what keeps it from holding. */
  public Verdict verdict() {
    return Verdict.ofCode((int) code);
  }

  /** Of the manifest that holds at the relay; 0 if it did not say. */
  public long sequence() {
    return sequence;
  }

  /** A copy of that manifest's bytes, whose form is not checked; null if it did not come. */
  public byte[] manifest() {
    return manifestBytes == 0
        ? null
        : Arrays.copyOfRange(bytes, manifestAt, manifestAt + manifestBytes);
  }
}
