package dev.latticenano.edge;

import dev.latticenano.core.Verdict;
import dev.latticenano.link.LinkException;

/** Why a link ends whose other end did not make keys with this one, or lost them. */
final class Estranged {
  private static final String RULES = "noise-";

  private Estranged() {}

  /** True if a frame broke a rule of private links: on one that loses nothing it is the end. */
  static boolean is(Verdict verdict) {
    return verdict != Verdict.OK && verdict.rule().startsWith(RULES);
  }

  /** The sentence for it. */
  static LinkException of(Verdict verdict) {
    String what =
        switch (verdict) {
          case NOISE_KIND_UNKNOWN, NOISE_LENGTH, NOISE_EARLY ->
              "the other end does not speak as this version of Lattice Nano does";
          case NOISE_REFLECTED -> "the link leads back to this node";
          case VOUCHER_WRONG, NOISE_UNPROVEN -> "the other end did not prove who it is";
          case NOISE_FLOOD -> "the other end began anew too often";
          default -> "what came was changed or repeated on the way";
        };
    return new LinkException(LinkException.Kind.BAD_FRAME, what + " (" + verdict + ")");
  }
}
