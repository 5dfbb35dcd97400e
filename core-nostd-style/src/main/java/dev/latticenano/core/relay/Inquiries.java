package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers over one link what members ask a relay: what it holds of a store, in pieces, and what it
 * dropped. One question at a time; another one about the same takes its place. Source:
 * docs/protocol.md §14.
 */
final class Inquiries {
  /** Bytes of one piece of a statement, and about of one list of receipts. */
  static final int PIECE_BYTES = 32_768;

  private final Statements statements;
  private final ArrayDeque<byte[]> receipts = new ArrayDeque<>(1);
  private byte[] statement;
  private int statementAt;
  private boolean receiptsDue;
  private int place;
  private int number;

  Inquiries(Statements statements) {
    this.statements = statements;
  }

  /**
   * What somebody asks: perhaps a statement, and the receipts with counters above {@code after}.
   */
  record Question(long place, int number, boolean statement, long after) {}

  /** The question in a body of {@code ask}; null if it is malformed. */
  static Question read(byte[] bytes, int offset, int length) {
    long place = 0;
    long number = 0;
    long wanted = 0;
    long after = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> place = fields.value();
        case 2 -> number = fields.value();
        case 3 -> wanted = fields.value();
        case 4 -> after = fields.value();
        default -> {}
      }
    }
    boolean sane = (place | number) >>> 31 == 0 && number > 0 && after >= 0 && wanted <= 1;
    return fields.malformed() || !sane || wanted < 0
        ? null
        : new Question(place, (int) number, wanted == 1, after);
  }

  /**
   * Answers about a store from now on, in a session that this end calls {@code ownPlace}.
   *
   * @return OK, or what keeps it from an answer
   */
  Verdict ask(Question question, Holding holding, int ownPlace, long nowMs) throws StoreException {
    place = ownPlace;
    number = question.number;
    statement = question.statement ? statements.of(holding, nowMs).toBytes() : null;
    statementAt = 0;
    receipts.clear();
    receiptsDue = true;
    receipts.addAll(statements.receipts(holding.id(), question.after));
    return Verdict.OK;
  }

  /** True while an answer is owed. */
  boolean isDue() {
    return statement != null || receiptsDue;
  }

  /** Writes the next part of an answer; there is one. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    return statement == null ? transmitReceipts(writer, out, offset) : piece(writer, out, offset);
  }

  private int piece(FrameWriter writer, byte[] out, int offset) {
    int length = Math.min(PIECE_BYTES, statement.length - statementAt);
    writer.start(out, offset, Message.STATEMENT).number(1, place).number(2, number);
    writer.number(3, statementAt).number(4, statement.length);
    writer.bytes(5, statement, statementAt, length);
    statementAt += length;
    statement = statementAt == statement.length ? null : statement;
    return writer.finish();
  }

  private int transmitReceipts(FrameWriter writer, byte[] out, int offset) {
    writer.start(out, offset, Message.RECEIPT).number(1, place).number(2, number);
    List<byte[]> now = new ArrayList<>();
    int bytes = 0;
    while (!receipts.isEmpty() && (now.isEmpty() || bytes + receipts.peek().length < PIECE_BYTES)) {
      bytes += receipts.peek().length;
      now.add(receipts.remove());
    }
    receiptsDue = !receipts.isEmpty();
    writer.number(3, receiptsDue ? 0 : 1);
    now.forEach(each -> writer.bytes(4, each, 0, each.length));
    return writer.finish();
  }
}
