package dev.latticenano.core.relay;

import static dev.latticenano.core.relay.ListRig.ANN;
import static dev.latticenano.core.relay.ListRig.BO;
import static dev.latticenano.core.relay.ListRig.CY;
import static dev.latticenano.core.relay.ListRig.DEE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whoever tells and signs what when, truthfully or not, and whenever power fails: a chunk goes only
 * if the newest list of each who votes leaves it out, as a slow model remembers them; and when all
 * have signed the truth, what is left is what is needed.
 */
class SignedListsProperties {
  private static final int ROUNDS = 12;
  private static final int STEPS = 120;
  private static final int NAMES = 12;
  private static final List<Ed25519Signer> VOTERS = List.of(ANN, BO, CY);

  @Test
  void nothingGoesThatSomebodyWhoVotesStillNames() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < ROUNDS; i++) {
            new Round(random).run();
          }
        });
  }

  /** One history. */
  private static final class Round {
    private final Random random;
    private final ListRig rig = new ListRig();
    private final Map<Ed25519Signer, SortedSet<Hash>> newest = new HashMap<>();
    private final List<ListRig.Telling> telling = new ArrayList<>();
    private SortedSet<Hash> truth = new TreeSet<>();
    private SortedSet<Hash> told = new TreeSet<>();
    private boolean dormant;

    private Round(Random random) throws Exception {
      this.random = random;
    }

    private SortedSet<Hash> some() {
      SortedSet<Hash> some = new TreeSet<>();
      for (int i = 0; i < NAMES; i++) {
        if (random.nextInt(3) == 0) {
          some.add(ListRig.name(i));
        }
      }
      return some;
    }

    private Ed25519Signer voter() {
      return VOTERS.get(random.nextInt(VOTERS.size()));
    }

    private void run() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        step();
        SortedSet<Hash> before = rig.here();
        rig.letGo();
        before.removeAll(rig.here());
        before.forEach(this::mayGo);
        assertEquals(rig.here().size(), rig.holding.chunks().load().chunks());
      }
      end();
    }

    private void mayGo(Hash gone) {
      for (Ed25519Signer each : VOTERS) {
        if (each != CY || !dormant) {
          SortedSet<Hash> list = newest.get(each);
          assertFalse(list == null || list.contains(gone), "somebody may need " + gone);
        }
      }
    }

    private void step() throws Exception {
      switch (random.nextInt(12)) {
        case 0 -> {
          Ed25519Signer author = voter();
          rig.write(author);
          newest.remove(author);
          truth = some();
        }
        case 1 -> rig.crash();
        case 2 -> {
          if (random.nextInt(4) == 0) {
            dormant = !dormant;
            rig.holding.manifest(rig.members(dormant));
            newest.clear();
          }
        }
        case 3 -> rig.tell(DEE, some());
        case 4 -> {
          telling.add(rig.new Telling(voter(), some()));
          telling.removeIf(each -> random.nextInt(9) == 0);
        }
        case 5, 6 -> page();
        case 7, 8 -> tell(voter(), random.nextInt(5) == 0 ? some() : truth);
        case 9 -> rig.bring();
        default -> sign(voter());
      }
    }

    private void page() throws Exception {
      if (!telling.isEmpty()) {
        ListRig.Telling one = telling.get(random.nextInt(telling.size()));
        if (!one.page(2)) {
          telling.remove(one);
        }
      }
    }

    private void tell(Ed25519Signer member, SortedSet<Hash> list) throws Exception {
      rig.tell(member, list);
      told = list;
    }

    private void sign(Ed25519Signer member) throws Exception {
      if (rig.sign(member, told) == Verdict.OK) {
        newest.put(member, told);
      }
    }

    private void end() throws Exception {
      rig.holding.manifest(rig.members(false));
      dormant = false;
      newest.clear();
      tell(ANN, truth);
      rig.bring();
      tell(ANN, truth);
      for (Ed25519Signer each : VOTERS) {
        sign(each);
      }
      assertEquals(VOTERS.size(), newest.size());
      rig.letGo();
      assertEquals(truth, rig.here());
      assertEquals(0, rig.holding.chunks().load().spareBytes());
    }
  }
}
