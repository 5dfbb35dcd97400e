package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.Saga.Written;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever was written, and in whatever order it comes: all give the answers of the rules. */
class MembersProperties {
  private static final int AUTHORS = 6;
  private static final int HISTORIES = 120;
  private static final int REPLICAS = 3;

  @Test
  void everyOrderGivesTheAnswersOfTheRules() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < HISTORIES; i++) {
            Saga saga = history(random, i % 4 == 0 ? Saga.OPEN : Saga.STRICT, 8 + i % 23);
            MembersModel model = new MembersModel(saga);
            String rows = null;
            for (int j = 0; j < REPLICAS; j++) {
              Table table = new VariableRows();
              Members members = told(saga, random, table);
              compare(saga, model, members);
              String now = rows(table);
              assertEquals(rows == null ? now : rows, now, "rows of replica " + j);
              rows = now;
            }
          }
        });
  }

  private static AuthorId author(Random random) {
    // The creator's key is 50; others lie on both sides of it.
    return random.nextInt(3) == 0 ? Saga.CREATOR : Saga.author(20 + 15 * random.nextInt(AUTHORS));
  }

  /** Honest authors, some who conceal what they have seen, and some who fork. */
  static Saga history(Random random, StoreId store, int n) {
    Saga saga = new Saga(store);
    if (random.nextInt(20) > 0) {
      saga.begin();
    }
    int habit = random.nextInt(4);
    for (int i = 0; i < n; i++) {
      AuthorId author = author(random);
      byte[] ops = ops(random, author, habit);
      List<Written> seen = new ArrayList<>();
      for (Written tip : saga.tips()) {
        if (random.nextInt(4) < habit) {
          seen.add(tip);
        }
      }
      if (random.nextInt(3) == 0) {
        seen.add(saga.all.isEmpty() ? null : saga.all.get(random.nextInt(saga.all.size())));
        seen.removeIf(each -> each == null);
      }
      Written prev = saga.tip(author);
      boolean forks = random.nextInt(25) == 0 && prev != null;
      seen.removeIf(each -> forks && (each == prev || each.holds(prev)));
      if (forks) {
        saga.writeOn(null, author, ops, seen.toArray(new Written[0]));
      } else {
        saga.write(author, ops, seen.toArray(new Written[0]));
      }
    }
    return saga;
  }

  private static byte[] ops(Random random, AuthorId author, int habit) {
    AuthorId peer = random.nextInt(8) == 0 ? author : author(random);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> Saga.grant(peer, Role.OWNER);
      case 3 -> Saga.grant(peer, Role.values()[random.nextInt(5)]);
      case 4, 5, 6 -> Saga.revoke(peer);
      case 7 -> Saga.is(peer, random.nextInt(6), Role.OWNER);
      case 8 -> Saga.system(SystemOpWriter.peerRole(peer, random.nextInt(6)));
      case 9 -> Saga.system(SystemOpWriter.peerStatus(peer, random.nextInt(6)));
      case 10 ->
          Saga.system(
              SystemOpWriter.batch(
                  List.of(
                      SystemOpWriter.peerStatus(author(random), 4),
                      SystemOpWriter.peerStatus(peer, 2),
                      SystemOpWriter.peerRole(peer, 1 + random.nextInt(2)))));
      case 11 -> random.nextBoolean() ? Saga.epoch() : Saga.revoke(author);
      case 12 -> Saga.invite();
      case 13 ->
          Saga.system(
              SystemOpWriter.batch(
                  List.of(
                      SystemOpWriter.peerStatus(author, 4),
                      SystemOpWriter.peerName(random.nextBoolean() ? author : peer, "x"))));
      case 14 -> Saga.ack();
      default -> Saga.data();
    };
  }

  /** A replica that is told all of it in some causal order, and restarted now and then. */
  static Members told(Saga saga, Random random, Table table) throws StoreException {
    BitSet here = new BitSet();
    Past past = saga.knowing(here);
    Members members = new Members(saga.store, table, new VariableRows(), past);
    List<Written> order = new ArrayList<>(saga.all);
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    Map<Hash, Verdict> given = new HashMap<>();
    long version = members.version();
    while (!order.isEmpty()) {
      int next = 0;
      while (!isReady(order.get(next), here)) {
        next++;
      }
      Written written = order.remove(next);
      here.set(written.number);
      learn(members, written);
      if (random.nextInt(10) == 0) {
        learn(members, written);
      }
      if (members.version() != version) {
        given.clear();
        version = members.version();
      }
      given.forEach(
          (hash, verdict) -> {
            Written each = find(saga, hash);
            boolean counts = judge(members, each) == Verdict.OK;
            assertEquals(verdict == Verdict.OK, counts, "an answer changed without notice");
          });
      given.put(written.hash, judge(members, written));
      if (random.nextInt(12) == 0) {
        compareAll(saga, here, members, new Members(saga.store, table, new VariableRows(), past));
      }
    }
    return random.nextBoolean()
        ? members
        : new Members(saga.store, table, new VariableRows(), past);
  }

  private static boolean isReady(Written written, BitSet here) {
    BitSet lacks = (BitSet) written.past.clone();
    lacks.andNot(here);
    return lacks.isEmpty();
  }

  private static void learn(Members members, Written each) throws StoreException {
    members.learn(each.hash, each.author, each.timestamp, each.view());
  }

  private static Verdict judge(Members members, Written each) {
    try {
      return members.judge(each.hash, each.author, each.right());
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static Written find(Saga saga, Hash hash) {
    return saga.all.stream().filter(each -> each.hash.equals(hash)).findFirst().orElseThrow();
  }

  private static void compareAll(Saga saga, BitSet here, Members live, Members restarted) {
    for (Written each : saga.all) {
      if (here.get(each.number)) {
        assertEquals(judge(live, each), judge(restarted, each), "after a restart");
      }
    }
  }

  private static void compare(Saga saga, MembersModel model, Members members) {
    for (Written each : saga.all) {
      Verdict expected = model.judge(each);
      Verdict found = judge(members, each);
      boolean same =
          each.right() == Right.MANAGE
              ? (expected == Verdict.OK) == (found == Verdict.OK)
              : expected == found;
      assertEquals(
          true, same, each.number + " " + each.right() + ": " + found + ", not " + expected);
    }
    for (AuthorId author : Saga.people()) {
      List<Written> newest = model.newestAbout(author);
      List<Hash> names = new ArrayList<>(newest.stream().map(each -> each.hash).toList());
      List<Hash> found = new ArrayList<>(members.newest(author));
      Collections.sort(names);
      Collections.sort(found);
      assertEquals(names, found, "newest about " + author.shortText());
      Standing standing = members.standing(author);
      assertEquals(newest.isEmpty(), standing == null);
      if (standing != null) {
        assertEquals(model.statusBy(newest, author), standing.status());
        assertEquals(model.roleBy(newest, author), standing.role());
      }
      assertEquals(model.admits(author), members.admits(author), author.shortText());
    }
  }

  private static String rows(Table table) throws StoreException {
    StringBuilder out = new StringBuilder();
    table.range(
        new byte[0],
        null,
        (key, keyAt, keyBytes, value, at, bytes) -> {
          out.append(Hex.encode(key, keyAt, keyBytes) + " " + Hex.encode(value, at, bytes) + "\n");
          return true;
        });
    return out.toString();
  }
}
