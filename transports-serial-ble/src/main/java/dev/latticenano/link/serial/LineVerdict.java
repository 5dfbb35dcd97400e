package dev.latticenano.link.serial;

/**
 * What the check of one line frame finds; all but {@link #VALID} are counted and the frame is
 * forgotten.
 */
public enum LineVerdict {
  /** The frame may be read. */
  VALID("link-9"),
  /** The stuffing is broken. */
  BAD_STUFFING("link-8"),
  /** Shorter than header and checksum, or than its flags promise. */
  TOO_SHORT("link-10"),
  /** Longer than the largest frame. */
  TOO_LONG("link-11"),
  /** The checksum does not fit the bytes. */
  BAD_CHECKSUM("link-12"),
  /** A version other than 1. */
  UNKNOWN_VERSION("link-13"),
  /** A type outside 1..5. */
  UNKNOWN_TYPE("link-14"),
  /** A flag that is reserved or not allowed in this type. */
  UNKNOWN_FLAG("link-15"),
  /** A payload whose length the type does not allow. */
  BAD_PAYLOAD("link-16");

  private final String rule;

  LineVerdict(String rule) {
    this.rule = rule;
  }

  /** The rule of docs/links.md that this answers to. */
  public String rule() {
    return rule;
  }
}
