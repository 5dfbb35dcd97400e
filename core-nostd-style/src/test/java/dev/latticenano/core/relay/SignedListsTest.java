package dev.latticenano.core.relay;

import static dev.latticenano.core.relay.ListRig.ANN;
import static dev.latticenano.core.relay.ListRig.BO;
import static dev.latticenano.core.relay.ListRig.CY;
import static dev.latticenano.core.relay.ListRig.DEE;
import static dev.latticenano.core.relay.ListRig.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lists that are told and signed let go, and what they do not, whoever lies. */
class SignedListsTest {
  private static final SortedSet<Hash> ALL = names(1, 2, 3);

  private ListRig rig;

  @BeforeEach
  void holdThreeChunks() throws Exception {
    rig = new ListRig();
    rig.tell(ANN, ALL);
    rig.bring();
    assertEquals(ALL, rig.here());
  }

  private void signAll(SortedSet<Hash> list, Ed25519Signer... members) throws Exception {
    for (Ed25519Signer each : members) {
      assertEquals(Verdict.OK, rig.sign(each, list));
    }
  }

  @Test
  void aLiarsEmptyListLetsNothingGoAlone() throws Exception {
    rig.tell(BO, names());
    signAll(names(), BO);
    rig.letGo();
    assertEquals(ALL, rig.here());
    rig.tell(ANN, ALL);
    signAll(ALL, ANN, CY);
    rig.tell(BO, names());
    signAll(names(), BO);
    rig.letGo();
    assertEquals(ALL, rig.here());
  }

  @Test
  void whatOneStillNamesStaysThoughAllOthersLeaveItOut() throws Exception {
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO);
    rig.tell(CY, names(1, 2));
    signAll(names(1, 2), CY);
    rig.letGo();
    assertEquals(names(1, 2), rig.here());
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO);
    rig.letGo();
    assertEquals(names(1, 2), rig.here());
    signAll(names(1), CY);
    rig.letGo();
    assertEquals(names(1), rig.here());
  }

  @Test
  void aReadersListAddsAndLeavesNothingOut() throws Exception {
    rig.tell(DEE, names(4));
    rig.bring();
    assertEquals(names(1, 2, 3, 4), rig.here());
    assertEquals(Verdict.CHUNK_LIST_FOREIGN, rig.sign(DEE, names(4)));
    signAll(ALL, ANN, BO, CY);
    rig.letGo();
    assertEquals(ALL, rig.here(), "what no owner or voter names goes");
  }

  @Test
  void pagesOfTwoListsThatComeAtOnceAreNoList() throws Exception {
    ListRig.Telling first = rig.new Telling(ANN, ALL);
    assertTrue(first.page(1));
    rig.tell(BO, names(3));
    assertFalse(first.page(9));
    assertEquals(Verdict.CHUNK_LIST_UNHEARD, rig.sign(ANN, ALL));
    assertEquals(Verdict.CHUNK_LIST_UNHEARD, rig.sign(BO, names(3)));
    rig.tell(ANN, ALL);
    signAll(ALL, ANN, BO, CY);
    rig.letGo();
    assertEquals(ALL, rig.here());
  }

  @Test
  void aListThatGoesOnAfterOthersSignedLeavesOutOnlyThen() throws Exception {
    // Begun before, and without the chunk that is at stake.
    ListRig.Telling slow = rig.new Telling(BO, names(1, 2));
    assertTrue(slow.page(1));
    rig.tell(ANN, ALL);
    signAll(ALL, ANN, BO, CY);
    assertFalse(slow.page(1));
    rig.tell(BO, names(1, 2));
    rig.letGo();
    assertEquals(ALL, rig.here());
  }

  @Test
  void aListCutInTheMiddleLetsNothingGo() throws Exception {
    signAll(ALL, ANN, BO, CY);
    rig.tell(ANN, names());
    signAll(names(), ANN, BO);
    assertTrue(rig.new Telling(CY, ALL).page(1));
    rig.letGo();
    assertEquals(Verdict.CHUNK_LIST_UNHEARD, rig.sign(CY, ALL));
    assertEquals(ALL, rig.here());
  }

  @Test
  void whoWroteSinceItSignedIsAskedAgain() throws Exception {
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO);
    rig.write(BO);
    assertEquals(Verdict.CHUNK_LIST_UNHEARD, rig.sign(CY, names(2)));
    rig.tell(CY, names(1));
    signAll(names(1), CY);
    rig.letGo();
    assertEquals(ALL, rig.here());
    ChunkLoad.Holder holder = rig.holding.chunks().load().heldBack().get(0);
    assertEquals(RelayVectors.key(BO), holder.member());
    signAll(names(1), BO);
    rig.letGo();
    assertEquals(names(1), rig.here());
  }

  @Test
  void membersThatChangeHaveAllLookAgain() throws Exception {
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO);
    rig.holding.manifest(rig.members(true));
    rig.letGo();
    assertEquals(ALL, rig.here());
    signAll(names(1), ANN);
    assertEquals(Verdict.CHUNK_LIST_FOREIGN, rig.sign(CY, names(1)), "it is dormant");
    rig.letGo();
    assertEquals(ALL, rig.here());
    signAll(names(1), BO);
    rig.letGo();
    assertEquals(names(1), rig.here());
  }

  @Test
  void whatWasTakenLastsOverAPowerCutAndIsUsedWhenAListWasToldAgain() throws Exception {
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO);
    rig.crash();
    assertEquals(Verdict.CHUNK_LIST_UNHEARD, rig.sign(CY, names(1)));
    rig.tell(CY, names(1));
    signAll(names(1), CY);
    rig.crash();
    rig.letGo();
    assertEquals(ALL, rig.here());
    rig.tell(CY, names(1));
    rig.letGo();
    assertEquals(names(1), rig.here());
  }

  @Test
  void aPowerCutAtEachStepOfLettingGoLosesNothingThatIsNeededAndCountsWhatIsThere()
      throws Exception {
    for (int cut = 0; cut < 5; cut++) {
      rig = new ListRig();
      SortedSet<Hash> many = names(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      rig.tell(ANN, many);
      rig.bring();
      rig.tell(ANN, names(1));
      signAll(names(1), ANN, BO, CY);
      rig.holding.chunks().beginLettingGo();
      List<byte[]> spare = rig.holding.chunks().spare(null, 2 * cut);
      for (int i = 0; cut > 0 && i < spare.size(); i++) {
        rig.holding.chunks().letGo(spare.get(i));
      }
      rig.crash();
      assertEquals(10 - (cut > 0 ? spare.size() : 0), rig.here().size());
      ChunkLoad load = rig.holding.chunks().load();
      assertEquals(rig.here().size(), load.chunks(), "cut " + cut);
      assertEquals(1000L * rig.here().size(), load.bytes());
      rig.tell(BO, names(1));
      signAll(names(1), ANN, BO, CY);
      rig.letGo();
      assertEquals(names(1), rig.here());
      assertEquals(1, rig.holding.chunks().load().chunks());
    }
  }

  @Test
  void chunksOfWhichNoTableTellsAreFoundAndGo() throws Exception {
    rig.place.tables().clear();
    rig.place.tables().checkpoint(0);
    rig.crash();
    ChunkLoad load = rig.holding.chunks().load();
    assertEquals(3, load.chunks());
    assertEquals(3000, load.bytes());
    assertEquals(3, load.heldBack().size());
    rig.tell(ANN, names(2));
    signAll(names(2), ANN, BO, CY);
    rig.letGo();
    assertEquals(names(2), rig.here());
  }

  @Test
  void letsGoOfSoManyInATurn() throws Exception {
    rig = new ListRig();
    int[] numbers = new int[Limits.RELAY_TURN_CHUNKS + 6];
    Arrays.setAll(numbers, number -> number);
    rig.tell(ANN, names(numbers));
    rig.bring();
    rig.tell(ANN, names(1));
    signAll(names(1), ANN, BO, CY);
    rig.lettingGo.changed(rig.holding);
    rig.lettingGo.step(DeskVectors.NOW);
    assertEquals(6, rig.here().size());
    assertTrue(rig.lettingGo.isDue());
    rig.lettingGo.step(DeskVectors.NOW);
    assertEquals(names(1), rig.here());
    assertFalse(rig.lettingGo.isDue());
  }
}
