package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;

/** One entry of a log store. Immutable. */
public final class LogEntry {
  private final Head head;

  LogEntry(Head head) {
    this.head = head;
  }

  /**
   * The entry that an op of a log store appends.
   *
   * @return null if it appends nothing
   */
  public static LogEntry of(Applied op) {
    if (op.opBytes() == 0) {
      return null;
    }
    byte[] content = new byte[op.opBytes()];
    System.arraycopy(op.opArray(), op.opOffset(), content, 0, content.length);
    return new LogEntry(new Head(op.hash(), op.timestamp(), op.author(), content));
  }

  /** The intention that appended it. */
  public Hash hash() {
    return head.hash();
  }

  /** When its author says it was appended. */
  public Hlc timestamp() {
    return head.timestamp();
  }

  /** Who appended it. */
  public AuthorId author() {
    return head.author();
  }

  /** A copy of the bytes appended. */
  public byte[] content() {
    return head.value();
  }

  @Override
  public String toString() {
    return head.array().length + " bytes of " + head.hash().shortText() + "@" + head.timestamp();
  }
}
