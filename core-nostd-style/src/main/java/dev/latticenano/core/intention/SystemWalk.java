package dev.latticenano.core.intention;

/**
 * The changes inside checked system ops, batches opened, in the order they apply: {@code wrap},
 * then {@code next} until it says false. Allocates nothing after construction, unless a writer
 * split a message.
 */
public final class SystemWalk {
  private static final int OPS = 1;

  private final ProtoFields fields = new ProtoFields();
  private final MessageSlot op = new MessageSlot();
  private final MessageSlot content = new MessageSlot();
  private final byte[][] batches = new byte[ProtoFields.NESTING_MAX][];
  private final int[] positions = new int[ProtoFields.NESTING_MAX];
  private final int[] ends = new int[ProtoFields.NESTING_MAX];
  private int depth;
  private boolean first;

  /** Stands before the first change of checked ops of kind SYSTEM. */
  public SystemWalk wrap(UniversalOpView ops) {
    return wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
  }

  SystemWalk wrap(byte[] bytes, int offset, int length) {
    op.set(bytes, offset, length);
    depth = 0;
    first = true;
    return this;
  }

  /** Shows the next change in {@code out}; false if there is none. */
  public boolean next(SystemOpView out) {
    while (first || advance()) {
      first = false;
      if (content.pick(fields, op, SystemOpView.KINDS) != SystemOpView.BATCH) {
        out.read(op.bytes(), op.offset(), op.length());
        return true;
      }
      batches[depth] = content.bytes();
      positions[depth] = content.offset();
      ends[depth] = content.offset() + content.length();
      depth++;
    }
    return false;
  }

  /** Puts the next op of the innermost open batch in the slot. */
  private boolean advance() {
    while (depth > 0) {
      int top = depth - 1;
      fields.wrap(batches[top], positions[top], ends[top] - positions[top]);
      while (fields.next()) {
        if (fields.tag() == OPS) {
          op.set(batches[top], fields.offset(), fields.length());
          positions[top] = fields.offset() + fields.length();
          return true;
        }
      }
      batches[top] = null;
      depth--;
    }
    return false;
  }
}
