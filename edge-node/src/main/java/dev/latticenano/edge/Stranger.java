package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.link.LinkException;

/** What is said of somebody who answers in a relay's place and does not prove the relay's key. */
final class Stranger {
  private Stranger() {}

  static LinkException of(String place, AuthorId expected) {
    return new LinkException(
        LinkException.Kind.CLOSED,
        "whoever answers at "
            + place
            + " is not the relay of key "
            + expected.shortText()
            + ": nothing was brought there");
  }
}
