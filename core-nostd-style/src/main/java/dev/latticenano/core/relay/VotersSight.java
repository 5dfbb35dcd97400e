package dev.latticenano.core.relay;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the voters of a manifest have seen of each chain: the stability frontier, who alone holds it
 * back where, and up to where it would stand without that one. Costs one vector a voter. Cold.
 */
final class VotersSight {
  private final Dag dag;
  private final List<AuthorId> keys = new ArrayList<>();
  private final IntList voters = new IntList();
  private final List<Hash> tips = new ArrayList<>();
  private final int[] least;
  private final int[] second;
  private final int[] slowest;

  VotersSight(Dag dag, Manifest manifest) throws StoreException {
    this.dag = dag;
    int authors = dag.authorCount();
    least = new int[authors];
    second = new int[authors];
    slowest = new int[authors];
    Arrays.fill(least, Integer.MAX_VALUE);
    Arrays.fill(second, Integer.MAX_VALUE);
    int[] seen = new int[authors];
    for (int i = 0; i < manifest.members(); i++) {
      byte[] key = manifest.member(i).toBytes();
      if (manifest.votes(key, 0)) {
        add(manifest.member(i), dag.findAuthor(key, 0), seen);
      }
    }
    for (int author = 0; author < authors; author++) {
      least[author] = voters.count() == 0 ? 0 : least[author];
      second[author] = voters.count() < 2 ? least[author] : second[author];
    }
  }

  private void add(AuthorId key, int voter, int[] seen) throws StoreException {
    int place = voters.count();
    keys.add(key);
    voters.add(voter);
    Arrays.fill(seen, 0);
    int height = voter == Dag.NONE ? 0 : dag.authorHeight(voter);
    if (height > 0) {
      int tip = dag.rowAtHeight(voter, height);
      dag.vector(tip, seen);
      byte[] name = new byte[Hash.BYTES];
      dag.copyHash(tip, name, 0);
      tips.add(Hash.of(name, 0));
    }
    for (int author = 0; author < seen.length; author++) {
      if (seen[author] < least[author]) {
        second[author] = least[author];
        least[author] = seen[author];
        slowest[author] = place;
      } else {
        second[author] = Math.min(second[author], seen[author]);
      }
    }
  }

  /** How many vote. */
  int count() {
    return voters.count();
  }

  /** The key of a voter. */
  AuthorId key(int voter) {
    return keys.get(voter);
  }

  /** Numbers of the voters as authors, {@link Dag#NONE} for one not met here; lent. */
  IntList authors() {
    return voters;
  }

  /** The newest intentions of those of whom something is here. */
  List<Hash> tips() {
    return tips;
  }

  /** Of each author's chain, how much every voter has seen; lent. */
  int[] frontier() {
    return least;
  }

  /** As above, but for this voter. */
  int[] frontierWithout(int voter) {
    int[] without = least.clone();
    for (int author = 0; author < without.length; author++) {
      if (slowest[author] == voter) {
        without[author] = second[author];
      }
    }
    return without;
  }

  /** How many intentions more, acks among them, all others have seen than this voter. */
  long behind(int voter) {
    long behind = 0;
    for (int author = 0; author < least.length; author++) {
      behind += slowest[author] == voter ? second[author] - least[author] : 0;
    }
    return behind;
  }

  /** Wall time of what the voter wrote last, Unix ms; 0 if nothing is here. */
  long lastWroteMs(int voter) throws StoreException {
    int author = voters.at(voter);
    int height = author == Dag.NONE ? 0 : dag.authorHeight(author);
    return height == 0 ? 0 : dag.wallMs(dag.rowAtHeight(author, height));
  }
}
