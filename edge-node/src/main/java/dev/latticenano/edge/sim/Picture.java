package dev.latticenano.edge.sim;

import dev.latticenano.core.Node;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that a store is on one node, for comparison: the intentions shown, and what they mean. */
public final class Picture {
  private static final int DIGITS_BYTES = 4;
  private static final int VALUE_MAX = 40;

  private final SimNode owner;
  private final String digest;
  private final long count;
  private final Map<String, String> tips = new TreeMap<>();
  private final Map<String, String> state = new TreeMap<>();
  private final boolean readable;
  private final int chunksWanted;

  /** Of a store that the node holds; it has power. */
  public Picture(SimNode owner, StoreId store) throws StoreException {
    this.owner = owner;
    Node node = owner.node();
    Dag dag = node.dag(store);
    byte[] hash = new byte[Hash.BYTES];
    dag.shown().digest(hash, 0);
    digest = Hex.encode(hash, 0, Hash.BYTES);
    count = dag.shown().count();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, hash, 0);
      tips.put(Hex.encode(hash, 0, DIGITS_BYTES), tips(dag, author));
    }
    readable = node.projection(store).unread() == 0;
    chunksWanted = node.chunksWanted();
    read(node.state(store));
  }

  private static String tips(Dag dag, int author) throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    TreeSet<String> tips = new TreeSet<>();
    for (int i = 0; i < dag.tipCount(author); i++) {
      dag.copyHash(dag.tip(author, i), hash, 0);
      tips.add(dag.height(dag.tip(author, i)) + " " + Hex.encode(hash, 0, DIGITS_BYTES));
    }
    return String.join(", ", tips);
  }

  private void read(StateMachine machine) throws StoreException {
    if (machine instanceof KvState kv) {
      kv.list(
          new byte[0],
          (key, winner, conflicted) -> {
            state.put(text(key), text(winner.value()) + (conflicted ? " (conflict)" : ""));
            return true;
          });
    } else if (machine instanceof FileState files) {
      files.list(
          null,
          true,
          entry -> {
            Head head = entry.head();
            state.put(entry.path().toString(), head == null ? "folder" : head.hash().toString());
            return true;
          });
    } else if (machine instanceof LogState log) {
      int[] place = new int[1];
      log.tail(
          Integer.MAX_VALUE,
          entry -> {
            state.put(String.format("%09d", place[0]++), entry.hash().toString());
            return true;
          });
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What is otherwise in another picture, in one clause; null if nothing is. */
  public String difference(Picture other) {
    if (!digest.equals(other.digest)) {
      return set() + ", but " + other.set() + firstOf(tips, other.tips, "author", other);
    }
    if (readable && other.readable && !state.equals(other.state)) {
      return owner
          + " and "
          + other.owner
          + " hold the same intentions and show other things"
          + firstOf(state, other.state, "key", other);
    }
    return wanting() == null ? other.wanting() : wanting();
  }

  private String wanting() {
    return chunksWanted > 0 ? owner + " lacks " + chunksWanted + " chunks of files" : null;
  }

  private String set() {
    return owner + " has " + count + " intentions, digest " + digest.substring(0, 8);
  }

  private String firstOf(
      Map<String, String> own, Map<String, String> others, String kind, Picture other) {
    TreeSet<String> names = new TreeSet<>(own.keySet());
    names.addAll(others.keySet());
    for (String name : names) {
      String here = own.getOrDefault(name, "nothing");
      String there = others.getOrDefault(name, "nothing");
      if (!here.equals(there)) {
        return ("; first " + kind + " that differs: " + name)
            + (": " + owner + " " + cut(here) + ", " + other.owner + " " + cut(there));
      }
    }
    return "";
  }

  private static String cut(String text) {
    return text.length() > VALUE_MAX ? text.substring(0, VALUE_MAX) + "…" : text;
  }

  /** The first digits of the digest of what is held. */
  public String digest() {
    return digest.substring(0, 2 * DIGITS_BYTES * 2);
  }
}
