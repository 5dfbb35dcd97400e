package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One question for what a relay holds of one store, and its answer as it comes: a statement in
 * pieces, prune receipts. Source: docs/protocol.md §14, messages 133 to 135.
 */
final class Asking {
  private static final byte[] NONE = {};

  private final StoreId store;
  private final AuthorId relay;
  private final Dealings.Question question;
  private final long manifest;
  private final int number;
  private final long askedMs;
  private final List<PruneReceipt> receipts = new ArrayList<>();
  private byte[] statement = NONE;
  private int filled;
  private boolean lastReceipt;
  private Verdict verdict = Verdict.OK;

  /**
   * A question that is asked now.
   *
   * @param manifest sequence of the manifest that holds there, as far as is known
   * @param number from 1, rising with every question of a conversation
   */
  Asking(
      AuthorId relay,
      StoreId store,
      Dealings.Question question,
      long manifest,
      int number,
      long nowMs) {
    this.relay = relay;
    this.store = store;
    this.question = question;
    this.manifest = manifest;
    this.number = number;
    this.askedMs = nowMs;
  }

  StoreId store() {
    return store;
  }

  /** Writes the question about the session that this end calls {@code place}; returns its bytes. */
  int write(FrameWriter writer, byte[] out, int offset, int place) {
    return writer
        .start(out, offset, Message.ASK)
        .number(1, place)
        .number(2, number)
        .number(3, 1)
        .number(4, question.receiptsAfter())
        .finish();
  }

  /** True if the answer has come, or is not waited for any more. */
  boolean isOver(long nowMs) {
    boolean late = nowMs - askedMs >= Limits.RELAY_ANSWER_MS || nowMs < askedMs;
    return late || isWhole() || verdict != Verdict.OK;
  }

  private boolean isWhole() {
    return statement.length > 0 && filled == statement.length && lastReceipt;
  }

  /** A piece of the statement. */
  Verdict statement(byte[] bytes, int offset, int length) {
    long[] numbers = new long[5];
    int at = 0;
    int piece = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == 5) {
        at = fields.dataOffset();
        piece = fields.dataLength();
      } else if (fields.fieldNumber() < numbers.length) {
        numbers[fields.fieldNumber()] = fields.value();
      }
    }
    long size = numbers[4];
    boolean sane =
        !fields.malformed()
            && size >= Statement.HEAD_BYTES
            && size <= Statement.BYTES_MAX
            && numbers[3] >= 0
            && numbers[3] <= size - piece
            && piece > 0;
    if (!sane) {
      return Verdict.STATEMENT_MALFORMED;
    }
    if (numbers[2] != number) {
      return Verdict.OK;
    }
    if (numbers[3] == 0) {
      statement = new byte[(int) size];
      filled = 0;
    }
    // Pieces come in order; one that does not fit is passed over, and the answer is never whole.
    if (numbers[3] == filled && size == statement.length) {
      System.arraycopy(bytes, at, statement, filled, piece);
      filled += piece;
    }
    return Verdict.OK;
  }

  /** Some receipts. */
  Verdict receipt(byte[] bytes, int offset, int length, Verifier verifier) {
    long[] numbers = new long[4];
    List<byte[]> came = new ArrayList<>();
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      if (fields.fieldNumber() == 4) {
        came.add(Arrays.copyOfRange(bytes, at, at + fields.dataLength()));
      } else if (fields.fieldNumber() < numbers.length) {
        numbers[fields.fieldNumber()] = fields.value();
      }
    }
    if (fields.malformed()) {
      return Verdict.RECEIPT_MALFORMED;
    }
    if (numbers[2] != number) {
      return Verdict.OK;
    }
    for (byte[] each : came) {
      Verdict form = PruneReceipt.check(each, verifier);
      if (form != Verdict.OK || !isOurs(PruneReceipt.of(each))) {
        verdict = form == Verdict.OK ? Verdict.RECEIPT_MALFORMED : form;
        return verdict;
      }
      receipts.add(PruneReceipt.of(each));
    }
    lastReceipt |= numbers[3] == 1;
    return receipts.size() > Limits.EVIDENCE_ITEMS_MAX / 2 ? Verdict.RECEIPT_MALFORMED : Verdict.OK;
  }

  private boolean isOurs(PruneReceipt receipt) {
    long last = question.receiptsAfter();
    last = receipts.isEmpty() ? last : receipts.get(receipts.size() - 1).counter();
    boolean next = receipt.counter() > last;
    return next && receipt.relay().equals(relay) && receipt.store().equals(store);
  }

  /** What came of it, once it is over. */
  Dealings.Said said(Verifier verifier) {
    if (verdict == Verdict.OK && isWhole()) {
      verdict = Statement.check(statement, verifier);
      Statement said = verdict == Verdict.OK ? Statement.of(statement) : null;
      boolean ours = said != null && said.relay().equals(relay) && said.store().equals(store);
      if (ours) {
        boolean same = manifest == said.manifestSequence();
        AuthorId owed = same ? Audit.owes(question.agreed(), said) : null;
        return new Dealings.Said(said, List.copyOf(receipts), owed, Verdict.OK);
      }
      verdict = verdict == Verdict.OK ? Verdict.STATEMENT_MALFORMED : verdict;
    }
    return new Dealings.Said(null, List.copyOf(receipts), null, verdict);
  }
}
