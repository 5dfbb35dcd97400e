package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/** What a relay allocates to judge whether an intention comes in: nothing. */
class RelayAllocationTest {
  private static final int RUNS = 100_000;

  private final byte[] hash = new byte[Hash.BYTES];
  private final SignedIntentionView view = new SignedIntentionView();

  private Verdict judge(ManifestGate gate, byte[] signed) {
    try {
      view.wrap(signed, 0, signed.length).check();
      return gate.judges(view, hash, false, true);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static Holding holding() throws Exception {
    RelayHouse house = new RelayHouse(new RelayWorld(), 1, RelaySettings.DEFAULT);
    Manifest manifest = RelayVectors.members().sign(1, 0, RelayVectors.ANN);
    Holding holding = DeskReading.holding(house, manifest);
    assertEquals(RelayVectors.STORE, holding.id());
    return holding;
  }

  @Test
  void judgingAMembersIntentionAllocatesNothing() throws Exception {
    Holding holding = holding();
    ManifestGate gate = new ManifestGate(holding, holding.dag());
    byte[] signed = DeskIntentions.signed(RelayVectors.BO, DeskIntentions.sealed(200));
    assertEquals(Verdict.OK, judge(gate, signed));
    assertEquals(0, Allocation.bytesPerRun(RUNS, () -> judge(gate, signed)));
  }

  @Test
  void judgingAStrangersAllocatesNothing() throws Exception {
    Holding holding = holding();
    ManifestGate gate = new ManifestGate(holding, holding.dag());
    byte[] signed = DeskIntentions.signed(RelayVectors.CY, DeskIntentions.sealed(200));
    assertEquals(Verdict.AUTHOR_UNKNOWN, judge(gate, signed));
    assertEquals(0, Allocation.bytesPerRun(RUNS, () -> judge(gate, signed)));
  }

  @Test
  void noGateIsAskedWithoutTheIntention() throws Exception {
    ManifestGate gate = new ManifestGate(null, null);
    assertThrows(AssertionError.class, () -> gate.admits(hash, 0));
  }
}
