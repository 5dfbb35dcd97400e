package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What docs/protocol.md §13 says, slow and obvious: sets of intentions, and recursion over what
 * each cites. Knows no order of arrival.
 */
final class DagModel {
  private final Map<Hash, Written> witnessed = new LinkedHashMap<>();
  private final Map<Hash, Set<Hash>> pasts = new HashMap<>();
  private final Map<Hash, Integer> generations = new HashMap<>();

  /** The model of a node that holds {@code held}. */
  DagModel(Collection<Written> held) {
    List<Written> waiting = new ArrayList<>(new HashSet<>(held));
    int before;
    do {
      before = waiting.size();
      waiting.removeIf(this::witness);
    } while (waiting.size() < before);
  }

  private boolean witness(Written written) {
    if (!citesOf(written).stream().allMatch(witnessed::containsKey)) {
      return false;
    }
    Written prev = witnessed.get(written.storePrev());
    if (prev != null && !prev.author().equals(written.author())) {
      return false;
    }
    witnessed.put(written.hash(), written);
    return true;
  }

  static Set<Hash> citesOf(Written written) {
    Set<Hash> cites = new HashSet<>(written.condition());
    cites.add(written.storePrev());
    cites.remove(Hash.ZERO);
    return cites;
  }

  Set<Hash> witnessed() {
    return witnessed.keySet();
  }

  /** True if all that it cites is witnessed and it is not: its store_prev is another author's. */
  boolean isUnfit(Written written) {
    return !witnessed.containsKey(written.hash())
        && witnessed.keySet().containsAll(citesOf(written));
  }

  Written get(Hash hash) {
    return witnessed.get(hash);
  }

  Set<AuthorId> authors() {
    Set<AuthorId> authors = new TreeSet<>();
    witnessed.values().forEach(each -> authors.add(each.author()));
    return authors;
  }

  /** The intention and all that it reaches. */
  Set<Hash> past(Hash hash) {
    Set<Hash> past = pasts.get(hash);
    if (past == null) {
      past = new HashSet<>();
      past.add(hash);
      for (Hash cited : citesOf(witnessed.get(hash))) {
        past.addAll(past(cited));
      }
      pasts.put(hash, past);
    }
    return past;
  }

  int height(Hash hash) {
    Hash prev = witnessed.get(hash).storePrev();
    return prev.equals(Hash.ZERO) ? 1 : 1 + height(prev);
  }

  int generation(Hash hash) {
    Integer known = generations.get(hash);
    if (known == null) {
      known = 1 + citesOf(witnessed.get(hash)).stream().mapToInt(this::generation).max().orElse(0);
      generations.put(hash, known);
    }
    return known;
  }

  /** What {@code author} wrote on {@code parent}; on {@link Hash#ZERO}: its first intentions. */
  List<Hash> children(AuthorId author, Hash parent) {
    List<Hash> children = new ArrayList<>();
    for (Written each : witnessed.values()) {
      if (each.author().equals(author) && each.storePrev().equals(parent)) {
        children.add(each.hash());
      }
    }
    return children;
  }

  Set<Hash> tips(AuthorId author) {
    Set<Hash> tips = new HashSet<>();
    for (Written each : witnessed.values()) {
      if (each.author().equals(author) && children(author, each.hash()).isEmpty()) {
        tips.add(each.hash());
      }
    }
    return tips;
  }

  /** The author's intentions from the first up to where there are two to choose from. */
  List<Hash> soundChain(AuthorId author) {
    List<Hash> chain = new ArrayList<>();
    List<Hash> next = children(author, Hash.ZERO);
    while (next.size() == 1) {
      chain.add(next.get(0));
      next = children(author, next.get(0));
    }
    return chain;
  }

  boolean isForked(AuthorId author) {
    return tips(author).size() > 1;
  }

  int heightSeen(Hash hash, AuthorId author) {
    return (int) soundChain(author).stream().filter(past(hash)::contains).count();
  }

  private Comparator<Hash> causally() {
    return Comparator.comparingInt(this::generation).thenComparing(Comparator.naturalOrder());
  }

  /** Null if they share nothing. */
  Hash lca(Hash a, Hash b) {
    Set<Hash> common = new HashSet<>(past(a));
    common.retainAll(past(b));
    return common.stream().max(causally()).orElse(null);
  }

  List<Hash> path(Hash from, Hash to) {
    List<Hash> path = new ArrayList<>();
    for (Hash each : past(to)) {
      if (!each.equals(from) && past(each).contains(from)) {
        path.add(each);
      }
    }
    path.sort(causally());
    return path;
  }

  /** All that counts in state if {@code voters} decide what is final. */
  Set<Hash> projected(Collection<AuthorId> voters) {
    Set<Hash> projected = new HashSet<>();
    for (AuthorId author : authors()) {
      Hash current = Hash.ZERO;
      while (current != null) {
        List<Hash> children = children(author, current);
        current = children.size() == 1 ? children.get(0) : finalOf(author, children, voters);
        if (current != null) {
          projected.add(current);
        }
      }
    }
    return projected;
  }

  private Hash finalOf(AuthorId author, List<Hash> children, Collection<AuthorId> voters) {
    Set<AuthorId> others = new HashSet<>(voters);
    others.remove(author);
    List<Hash> acknowledged = new ArrayList<>();
    for (Hash child : children) {
      if (!others.isEmpty()
          && others.stream().allMatch(voter -> acknowledgedAlone(voter, child, children))) {
        acknowledged.add(child);
      }
    }
    return acknowledged.size() == 1 ? acknowledged.get(0) : null;
  }

  private boolean acknowledgedAlone(AuthorId voter, Hash child, List<Hash> children) {
    return witnessed.values().stream()
        .filter(each -> each.author().equals(voter))
        .map(each -> past(each.hash()))
        .anyMatch(
            past -> past.contains(child) && children.stream().filter(past::contains).count() == 1);
  }

  /** The digest of docs/protocol.md §13: BLAKE3 over the sum modulo 2^256 and the count. */
  byte[] digest() {
    BigInteger sum = BigInteger.ZERO;
    for (Hash hash : witnessed.keySet()) {
      sum = sum.add(new BigInteger(1, reversed(hash.toBytes())));
    }
    byte[] input = new byte[40];
    byte[] little = reversed(sum.mod(BigInteger.ONE.shiftLeft(256)).toByteArray());
    System.arraycopy(little, 0, input, 0, Math.min(32, little.length));
    LittleEndian.putLong(input, 32, witnessed.size());
    byte[] digest = new byte[32];
    Blake3.plain().hash(input, 0, input.length, digest, 0);
    return digest;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Key to heads, greatest first, where each intention's ops name the key that it writes. */
  Map<String, List<Hash>> heads(Collection<AuthorId> voters) {
    Set<Hash> projected = projected(voters);
    Map<String, List<Hash>> heads = new TreeMap<>();
    for (Hash hash : projected) {
      String key = RandomDag.keyOf(witnessed.get(hash));
      boolean replaced =
          projected.stream()
              .map(witnessed::get)
              .anyMatch(
                  each -> RandomDag.keyOf(each).equals(key) && each.condition().contains(hash));
      if (!key.isEmpty() && !replaced) {
        heads.computeIfAbsent(key, any -> new ArrayList<>()).add(hash);
      }
    }
    Comparator<Hash> greatestFirst =
        Comparator.<Hash, dev.latticenano.core.intention.Hlc>comparing(
                hash -> witnessed.get(hash).timestamp())
            .thenComparing(hash -> witnessed.get(hash).author())
            .thenComparing(Comparator.naturalOrder())
            .reversed();
    heads.values().forEach(list -> list.sort(greatestFirst));
    return heads;
  }

  static StoreId store() {
    byte[] id = new byte[16];
    java.util.Arrays.fill(id, (byte) 0xaa);
    return StoreId.of(id, 0);
  }
}
