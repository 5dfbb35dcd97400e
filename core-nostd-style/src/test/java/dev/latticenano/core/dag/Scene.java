package dev.latticenano.core.dag;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the intentions of a small, named DAG; authors are letters, signatures plain. */
final class Scene {
  private final Map<Character, Written> tips = new HashMap<>();
  final List<Written> all = new ArrayList<>();

  /** The next of {@code author}'s chain: on what it wrote last. */
  Written write(char author, Written... cited) {
    return on(author, tips.get(author), cited);
  }

  /** On {@code prev}, null for a first intention; the author goes on from there. */
  Written on(char author, Written prev, Written... cited) {
    List<Hash> condition = new ArrayList<>();
    for (Written each : cited) {
      condition.add(each.hash());
    }
    Written written =
        Written.sign(
            key(author),
            DagModel.store(),
            prev == null ? Hash.ZERO : prev.hash(),
            condition,
            new Hlc(1_700_000_000_000L + all.size(), 0),
            RandomDag.put("key" + all.size() % 4, all.size()));
    tips.put(author, written);
    all.add(written);
    return written;
  }

  static PlainSignatures.Key key(char author) {
    return new PlainSignatures.Key(author);
  }

  static AuthorId author(char author) {
    byte[] key = new byte[32];
    key(author).publicKey(key, 0);
    return AuthorId.of(key, 0);
  }
}
