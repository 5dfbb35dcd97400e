package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;

/**
 * The fields of a message of a reconciliation, read in place and written (docs/protocol.md §14).
 */
final class ReconcileView {
  private long turn;
  private long number;
  private int messageAt;
  private int messageLength;
  private long floors;
  private long heardFloors;

  /** Reads the body of a message; false if it breaks the rule. The bytes are the caller's. */
  boolean read(byte[] bytes, int offset, int length) {
    turn = 0;
    number = 0;
    messageAt = offset;
    messageLength = 0;
    floors = 0;
    heardFloors = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> turn = fields.value();
        case 3 -> number = fields.value();
        case 4 -> {
          messageAt = fields.dataOffset();
          messageLength = fields.dataLength();
        }
        case 5 -> floors = fields.value();
        case 6 -> heardFloors = fields.value();
        default -> {}
      }
    }
    boolean numbered = turn > 0 && number > 0;
    return !fields.malformed() && numbered && (turn | number | floors | heardFloors) >>> 31 == 0;
  }

  /** Which reconciliation of the session it is of, from 1. */
  int turn() {
    return (int) turn;
  }

  /** Which message of the initiator it is, or answers, from 1. */
  int number() {
    return (int) number;
  }

  int messageAt() {
    return messageAt;
  }

  /** Bytes of the message; 0: the responder has no set to speak for. */
  int messageLength() {
    return messageLength;
  }

  /** How much lies at or below the sender's floors. */
  int floors() {
    return (int) floors;
  }

  /** The same of the receiver's, as far as the sender has heard. */
  int heardFloors() {
    return (int) heardFloors;
  }

  /** Writes such a message; returns its bytes. */
  static int write(
      FrameWriter writer,
      byte[] out,
      int offset,
      int place,
      int turn,
      int number,
      byte[] message,
      int messageLength,
      int floors,
      int heardFloors) {
    writer.start(out, offset, Message.RECONCILE).number(1, place).number(2, turn).number(3, number);
    if (messageLength > 0) {
      writer.bytes(4, message, 0, messageLength);
    }
    return writer.number(5, floors).number(6, heardFloors).finish();
  }
}
