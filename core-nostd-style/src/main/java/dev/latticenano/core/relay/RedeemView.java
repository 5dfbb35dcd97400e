package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/**
 * A message {@code redeem}: a store's manifest and, unless it only takes the place of another, a
 * ticket. Source: docs/protocol.md §14.
 *
 * <pre>
 * 1 number    the asker's, from 1
 * 2 manifest
 * 3 ticket    its bytes; absent: none
 * </pre>
 */
public final class RedeemView {
  private final Cursor fields = new Cursor();
  private byte[] bytes;
  private long number;
  private int manifestAt;
  private int manifestBytes;
  private int ticketAt;
  private int ticketBytes;

  /** Writes one, without a ticket if that is null; returns its bytes. */
  public static int write(
      FrameWriter writer, byte[] out, int offset, int number, byte[] manifest, byte[] ticket) {
    writer.start(out, offset, Message.REDEEM).number(1, number);
    writer.bytes(2, manifest, 0, manifest.length);
    return ticket == null ? writer.finish() : writer.bytes(3, ticket, 0, ticket.length).finish();
  }

  /** Looks at the body of a message, which is borrowed; OK or REDEEM_MALFORMED. */
  public Verdict read(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    number = 0;
    manifestBytes = 0;
    ticketBytes = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> number = fields.value();
        case 2 -> {
          manifestAt = fields.dataOffset();
          manifestBytes = fields.dataLength();
        }
        case 3 -> {
          ticketAt = fields.dataOffset();
          ticketBytes = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean sane =
        !fields.malformed()
            && number > 0
            && number >>> 31 == 0
            && manifestBytes > 0
            && manifestBytes <= Manifest.BYTES_MAX
            && ticketBytes <= Ticket.BYTES_MAX;
    return sane ? Verdict.OK : Verdict.REDEEM_MALFORMED;
  }

  /** The asker's number of it, from 1. */
  public int number() {
    return (int) number;
  }

  /** A copy of the manifest's bytes, whose form is not checked. */
  public byte[] manifest() {
    return Arrays.copyOfRange(bytes, manifestAt, manifestAt + manifestBytes);
  }

  /** A copy of the ticket's bytes, whose form is not checked; null if there is none. */
  public byte[] ticket() {
    return ticketBytes == 0 ? null : Arrays.copyOfRange(bytes, ticketAt, ticketAt + ticketBytes);
  }
}
