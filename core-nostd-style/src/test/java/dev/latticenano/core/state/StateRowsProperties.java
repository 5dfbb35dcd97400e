package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal sets of intentions give equal rows, byte for byte, in whatever order they were applied. */
final class StateRowsProperties {
  private static final List<String> KEYS = List.of("", "a", "a/b", "b");

  /** Values of a few bytes, and now and then one that lies in rows of its own. */
  private static byte[] value(Random random) {
    int[] lengths = {0, 5, 1024, 1025, 16_384, 16_385, 40_000};
    byte[] value = new byte[random.nextInt(3) > 0 ? 3 : lengths[random.nextInt(lengths.length)]];
    Arrays.fill(value, (byte) random.nextInt());
    return value;
  }

  private static List<String> rows(StateMachine machine, VariableRows rows, List<Said> order)
      throws StoreException {
    for (Said said : order) {
      assertEquals(Verdict.OK, machine.apply(said.applied()));
    }
    return TableRows.of(rows);
  }

  private static List<String> kvRows(List<Said> order) throws StoreException {
    VariableRows rows = new VariableRows();
    return rows(new KvState(rows), rows, order);
  }

  @Test
  void everyCausalOrderOfASmallHistoryGivesTheSameRows() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 25; round++) {
            History history = new History(random, 6, KEYS, key -> value(random));
            Set<List<String>> states = new LinkedHashSet<>();
            int orders = 0;
            for (List<Said> order : history.orders()) {
              states.add(kvRows(order));
              orders++;
            }
            assertTrue(orders >= 1);
            assertEquals(1, states.size());
          }
        });
  }

  @Test
  void randomCausalOrdersOfALargeHistoryGiveTheSameRows() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 5; round++) {
            History history = new History(random, 120, KEYS, key -> value(random));
            List<String> rows = kvRows(history.order());
            for (int i = 0; i < 4; i++) {
              assertEquals(rows, kvRows(history.order()));
            }
          }
        });
  }

  @Test
  void aKeyThatManyWroteAtOnceHasTheSameRowsInEveryOrderAndAllItsHeads() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 20; round++) {
            List<Said> said = crowd(random, 70);
            List<String> rows = kvRows(causal(said, random));
            for (int i = 0; i < 4; i++) {
              assertEquals(rows, kvRows(causal(said, random)));
            }
            KvState state = new KvState();
            for (Said each : causal(said, random)) {
              state.apply(each.applied());
            }
            assertEquals(
                History.heads(said, "k").stream().map(each -> each.hash).toList(),
                state.heads(Said.bytes("k")).stream().map(Head::hash).toList());
          }
        });
  }

  /** Writes of one key by many, each citing few of the others. */
  private static List<Said> crowd(Random random, int count) {
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Said> cited = new ArrayList<>();
      for (int n = random.nextInt(6) - 3; n > 0 && i > 0; n--) {
        cited.add(said.get(random.nextInt(i)));
      }
      byte[] value = random.nextInt(5) == 0 ? null : value(random);
      said.add(
          Said.said(
              "author " + random.nextInt(30),
              random.nextInt(20),
              Said.map("k", value),
              cited.toArray(new Said[0])));
    }
    return said;
  }

  /** A random order in which each follows what it cites. */
  private static List<Said> causal(List<Said> said, Random random) {
    List<Said> left = new ArrayList<>(said);
    List<Said> order = new ArrayList<>();
    Set<Hash> done = new LinkedHashSet<>();
    while (!left.isEmpty()) {
      Collections.shuffle(left, random);
      Said next = left.stream().filter(each -> done.containsAll(each.condition)).findFirst().get();
      left.remove(next);
      done.add(next.hash);
      order.add(next);
    }
    return order;
  }

  @Test
  void nothingIsSilentlyOverwritten() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 50; round++) {
            History history = new History(random, 40, KEYS, key -> value(random));
            KvState state = new KvState();
            for (Said said : history.order()) {
              state.apply(said.applied());
            }
            for (Said write : history.said) {
              for (String key : write.writes.keySet()) {
                boolean head =
                    state.heads(Said.bytes(key)).stream()
                        .anyMatch(h -> h.hash().equals(write.hash));
                boolean cited =
                    history.said.stream()
                        .anyMatch(
                            later ->
                                later.writes.containsKey(key)
                                    && later.condition.contains(write.hash));
                assertEquals(!cited, head, key + " of " + write.hash);
              }
            }
          }
        });
  }

  @Test
  void noRowOutlivesItsHead() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 20; round++) {
            VariableRows rows = new VariableRows();
            KvState state = new KvState(rows);
            List<Said> said = crowd(random, 40);
            for (Said each : said) {
              state.apply(each.applied());
            }
            List<Said> heads = History.heads(said, "k");
            Said last = Said.put("z", 99, "k", "last", heads.toArray(new Said[0]));
            state.apply(last.applied());
            assertEquals(1, TableRows.of(rows).size(), "one row with one head is left");
            state.clear();
            assertEquals(List.of(), TableRows.of(rows));
          }
        });
  }

  @Test
  void logsAndRootsHaveTheSameRowsInEveryOrderToo() {
    Seeds.run(
        getClass(),
        random -> {
          List<Said> appends = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            byte[] content = value(random);
            appends.add(new Said("a" + random.nextInt(3), random.nextInt(9), List.of(), content));
          }
          Set<List<String>> states = new LinkedHashSet<>();
          for (int i = 0; i < 5; i++) {
            Collections.shuffle(appends, random);
            VariableRows rows = new VariableRows();
            states.add(rows(new LogState(rows), rows, appends));
          }
          assertEquals(1, states.size());
        });
  }
}
