package dev.latticenano.core.store;

/**
 * The disk failed or is full: says where (a path, an offset) and carries the cause. Never a peer's
 * fault.
 */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, for hosts that must act on it. */
  public enum Kind {
    /** Reading or writing failed. */
    IO,
    /** No space is left; reading goes on, writing can be tried again later. */
    FULL,
    /** Bytes on disk break their own checksum or format. */
    CORRUPT,
    /** Another process owns the directory. */
    LOCKED,
    /** Written by a newer version of this program. */
    NEWER
  }

  private final Kind kind;

  /** A failure of {@code kind}; the message is one sentence that names the path. */
  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }
}
