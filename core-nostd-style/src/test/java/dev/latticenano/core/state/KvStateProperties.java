package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class KvStateProperties {
  private static final List<String> KEYS = List.of("", "a", "a/b", "b");

  @Test
  void everyCausalOrderGivesTheStateOfTheModel() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 150; round++) {
            History history =
                new History(random, 25, KEYS, key -> Said.bytes("v" + random.nextInt(100)));
            Map<String, List<String>> model = History.model(history.said, KEYS);
            for (int i = 0; i < 4; i++) {
              KvState state = new KvState();
              for (Said said : history.order()) {
                assertEquals(Verdict.OK, state.apply(said.applied()));
              }
              assertEquals(model, heads(state));
            }
          }
        });
  }

  @Test
  void everyPrefixOfACausalOrderGivesTheStateOfTheModel() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 20; round++) {
            History history =
                new History(random, 25, KEYS, key -> Said.bytes("v" + random.nextInt(100)));
            KvState state = new KvState();
            Set<Said> applied = new LinkedHashSet<>();
            for (Said said : history.order()) {
              state.apply(said.applied());
              applied.add(said);
              assertEquals(History.model(applied, KEYS), heads(state));
            }
          }
        });
  }

  @Test
  void anyBytesAreAnsweredWithAVerdictAndChangeNothingUnlessOk() {
    Seeds.run(
        getClass(),
        random -> {
          byte[] good = Said.put("a", 1, "key", "value").op;
          for (int round = 0; round < 20_000; round++) {
            byte[] op = Arrays.copyOf(good, random.nextInt(good.length + 4));
            for (int flips = random.nextInt(4); flips > 0 && op.length > 0; flips--) {
              op[random.nextInt(op.length)] = (byte) random.nextInt();
            }
            KvState state = new KvState();
            Verdict verdict = state.apply(new Said("a", 1, List.of(), op).applied());
            List<byte[]> keys = new ArrayList<>();
            state.list(new byte[0], (key, winner, conflicted) -> keys.add(key));
            assertEquals(true, verdict == Verdict.OK || keys.isEmpty());
          }
        });
  }

  private static Map<String, List<String>> heads(KvState state) throws StoreException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String key : KEYS) {
      List<String> heads = new ArrayList<>();
      for (Head head : state.heads(Said.bytes(key))) {
        heads.add(head.hash() + " " + Said.text(head.value()));
      }
      all.put(key, heads);
    }
    return all;
  }
}
