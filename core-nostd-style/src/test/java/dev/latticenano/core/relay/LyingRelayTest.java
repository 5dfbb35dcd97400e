package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.MembersManifest;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.state.Role;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A relay that has two disks and one key is caught by what it signs, whichever it serves to whom;
 * one that has one disk, whatever happens to it, is not accused.
 */
class LyingRelayTest {
  private final RelayScene scene = new RelayScene();
  private final RelayWorld world = scene.world;
  private final Notebook ann = new Notebook(scene.ann);
  private final Notebook bo = new Notebook(scene.bo);

  LyingRelayTest() throws Exception {}

  /** The same relay on another disk. */
  private RelayHouse twin() {
    RelayHouse other = new RelayHouse(world, 1, RelaySettings.DEFAULT);
    world.houses.add(other);
    assertEquals(scene.house.relay.key(), other.relay.key());
    return other;
  }

  private void bring(Manifest manifest, RelayHouse house) throws Exception {
    ann.due.add(new Dealings.Errand(manifest, house.ticket(RelayScene.GIB, 0, 4)));
    world.meet(scene.ann, house);
    assertEquals(Verdict.OK, ann.answers.get(ann.answers.size() - 1).verdict());
  }

  private static List<Verdict> lies(Evidence evidence) {
    // What is found is found by whoever is handed the file.
    byte[] file = evidence.toBytes();
    assertEquals(Verdict.OK, Evidence.check(file, new Ed25519Verifier()));
    return Audit.of(Evidence.of(file)).stream().map(Audit.Finding::verdict).distinct().toList();
  }

  @Test
  void twoSetsForTwoMembersShowWhenTheirStatementsMeet() throws Exception {
    RelayHouse other = twin();
    Manifest manifest = scene.sign(scene.members());
    bring(manifest, other);
    world.meet(scene.bo, other);
    scene.ann.put(scene.store, "k", "v");
    Evidence before = new Evidence().add(bo.last());
    bring(manifest, scene.house);
    Evidence after = new Evidence().add(ann.last());
    assertEquals(List.of(), lies(before));
    assertEquals(List.of(), lies(after));
    assertEquals(List.of(Verdict.RELAY_FORKED), lies(before.add(after)));
  }

  @Test
  void anOldDiskAndAnAuthorsNewestHeldBackShowInOneMembersStatements() throws Exception {
    RelayHouse old = twin();
    Manifest manifest = scene.sign(scene.members());
    bring(manifest, old);
    world.meet(scene.bo, old);
    scene.bo.put(scene.store, "b", "1");
    world.meet(scene.bo, old);
    scene.ann.put(scene.store, "a", "1");
    world.meet(scene.ann, old);
    Statement older = ann.last();
    assertTrue(older.counter() > 1, older.toString());
    scene.bo.put(scene.store, "b", "2");
    scene.ann.put(scene.store, "a", "2");
    bring(manifest, scene.house);
    world.meet(scene.bo, scene.house);
    Statement whole = bo.last();
    // The relay counts on, and serves the disk on which Bo's and Ann's newest are not.
    Statement later = resigned(older, whole.counter() + 1, older.count());
    assertEquals(
        List.of(Verdict.RELAY_ROLLED_BACK, Verdict.RELAY_WITHHELD),
        lies(new Evidence().add(whole).add(later)));
    // It has got something else in the meantime, so that the count does not show it.
    Statement hiding = resigned(older, whole.counter() + 1, whole.count() + 5);
    assertEquals(List.of(Verdict.RELAY_WITHHELD), lies(new Evidence().add(whole).add(hiding)));
  }

  private Statement resigned(Statement old, long counter, long count) {
    StatementWriter writer = new StatementWriter(scene.store);
    for (int i = 0; i < old.authors(); i++) {
      writer.author(old.author(i), old.floor(i), old.height(i), old.tip(i));
    }
    writer.set(count, old.digest());
    return writer.sign(
        counter, world.nowMs, old.manifestSequence(), old.receipts(), scene.house.signer);
  }

  @Test
  void aStatementCoversWhatBothAgreedOn() throws Exception {
    bring(scene.sign(scene.members()), scene.house);
    scene.ann.put(scene.store, "k", "v");
    world.meet(scene.ann, scene.house);
    assertTrue(ann.isContent());
    assertFalse(ann.terms.isEmpty());
    Statement last = ann.last();
    assertEquals(scene.ann.count(scene.store), last.count());
    List<Audit.Stand> both = MembersManifest.stands(scene.ann.node.dag(scene.store));
    assertEquals(null, Audit.owes(both, last));
    scene.ann.put(scene.store, "k", "w");
    both = MembersManifest.stands(scene.ann.node.dag(scene.store));
    assertEquals(scene.ann.key(), Audit.owes(both, last));
  }

  @Test
  void theManifestIsWhatTheMemberTableSays() throws Exception {
    MembersManifest members = new MembersManifest(scene.ann.node, scene.store);
    assertTrue(members.mayWrite());
    assertFalse(new MembersManifest(scene.bo.node, scene.store).mayWrite());
    Manifest first = members.after(null, 0, world.nowMs, scene.ann.signer);
    assertEquals(1, first.sequence());
    assertTrue(first.saysTheSame(scene.members().sign(9, 0, scene.ann.signer)));
    assertEquals(Verdict.OK, Manifest.check(first.toBytes(), new Ed25519Verifier()));
    assertEquals(Verdict.OK, first.follows(null, null));
    assertEquals(first, members.after(first, 0, world.nowMs, scene.ann.signer));
    assertEquals(2, members.after(first, 1, world.nowMs, scene.ann.signer).sequence());
    scene.ann.grant(scene.store, scene.bo.key(), Role.READER);
    Manifest next = members.after(first, 0, world.nowMs, scene.ann.signer);
    assertEquals(2, next.sequence());
    assertEquals(Manifest.READER, next.role(scene.bo.key()));
    scene.ann.node.membership(scene.store).revoke(scene.bo.key(), world.nowMs);
    Manifest last = members.after(next, 0, world.nowMs, scene.ann.signer);
    assertEquals(Manifest.NONE, last.role(scene.bo.key()));
    assertTrue(last.cutHeight(scene.bo.key().toBytes(), 0) >= 0);
  }

  @Test
  void whomAnotherOwnerPutOutStaysOutUntilTheReasonHasCome() throws Exception {
    scene.ann.grant(scene.store, scene.bo.key(), Role.OWNER);
    world.run(20_000);
    Manifest others = scene.members().out(scene.bo.key()).sign(7, world.nowMs + 1, RelayVectors.CY);
    MembersManifest members = new MembersManifest(scene.ann.node, scene.store);
    Manifest next = members.after(others, 0, world.nowMs, scene.ann.signer);
    assertEquals(Manifest.NONE, next.role(scene.bo.key()));
    Manifest older = scene.members().out(scene.bo.key()).sign(7, 1, RelayVectors.CY);
    next = members.after(older, 0, world.nowMs, scene.ann.signer);
    assertEquals(8, next.sequence());
    assertEquals(Manifest.OWNER, next.role(scene.bo.key()));
  }

  @Test
  void aRelayWithOneDiskIsNeverAccused() {
    Seeds.run(LyingRelayTest.class, this::meetAtRandom);
  }

  private void meetAtRandom(Random random) throws Exception {
    bring(scene.sign(scene.members()), scene.house);
    for (int i = 0; i < 60; i++) {
      RelayMember who = random.nextBoolean() ? scene.ann : scene.bo;
      switch (random.nextInt(10)) {
        case 0 -> scene.house.crash();
        case 1 -> world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
        case 2, 3 -> scene.ann.put(scene.store, "k", "v" + i);
        case 4 -> scene.bo.ack(scene.store);
        default -> world.meet(who, scene.house);
      }
    }
    assertTrue(ann.isContent() && bo.isContent());
    Evidence all = new Evidence().add(ann.evidence).add(bo.evidence);
    assertTrue(all.statements().size() > 3, all.toString());
    assertEquals(List.of(), lies(all));
  }
}
