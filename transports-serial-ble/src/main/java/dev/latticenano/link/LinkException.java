package dev.latticenano.link;

/** Why a link is down or never came up: a kind for programs and a sentence for people. */
public final class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure a caller may want to tell apart. */
  public enum Kind {
    /** This end closed the link. */
    CLOSED,
    /** The far end closed the link, restarted, or went away. */
    CLOSED_BY_PEER,
    /** No answer in time. */
    TIMEOUT,
    /** No such device, or a host name nobody knows. */
    NOT_FOUND,
    /** Someone else holds the device or the port. */
    IN_USE,
    /** The far end runs, but nobody listens there. */
    REFUSED,
    /** The operating system does not let this user in. */
    FORBIDDEN,
    /** The far end sent a frame outside the limits. */
    BAD_FRAME,
    /** Anything else; the cause says more. */
    FAILED
  }

  private final Kind kind;

  public LinkException(Kind kind, String sentence) {
    this(kind, sentence, null);
  }

  public LinkException(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }
}
