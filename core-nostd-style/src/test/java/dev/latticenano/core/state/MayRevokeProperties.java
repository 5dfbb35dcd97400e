package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Saga.Written;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who may revoke without being a voter: the rule, and what it is for (docs/snapshots.md §8). */
class MayRevokeProperties {
  private static final int HISTORIES = 300;
  private static final int RETURNS = 4;

  private int mayNot;
  private int returned;

  @Test
  void membersSayWhatTheRuleSays() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < HISTORIES; i++) {
            Saga saga = history(random, i);
            MembersModel model = new MembersModel(saga);
            Members members = MembersProperties.told(saga, random, new VariableRows());
            for (AuthorId peer : members.peers()) {
              boolean may = model.mayRevoke(peer, saga.tip(peer));
              assertEquals(may, members.mayRevoke(peer, tip(saga, peer)), peer.shortText());
              mayNot += may ? 0 : 1;
            }
          }
          assertTrue(mayNot > HISTORIES / 10, "mayNot " + mayNot);
        });
  }

  @Test
  void whoSawItsRevocationWithWhatMadeThatVoidMayRevokeWhenThatIsVoidItself()
      throws StoreException {
    AuthorId better = Saga.author(10);
    AuthorId thrown = Saga.author(20);
    AuthorId thrower = Saga.author(30);
    Saga saga = new Saga(Saga.STRICT);
    saga.begin();
    saga.writeBehindAll(Saga.CREATOR, Saga.grant(better, Role.OWNER));
    saga.writeBehindAll(better, Saga.grant(thrown, Role.OWNER));
    Written all = saga.writeBehindAll(better, Saga.grant(thrower, Role.OWNER));
    Written out = saga.write(thrower, Saga.revoke(thrown), all);
    Written tip = saga.write(thrown, Saga.data(), out);
    assertFalse(members(saga).mayRevoke(thrown, tip.hash));
    Written over = saga.write(better, Saga.revoke(thrower));
    // Now who threw it out is in again, but whoever has seen `over` alone does not know that.
    saga.write(Saga.CREATOR, Saga.revoke(better), all);
    assertTrue(members(saga).mayRevoke(thrown, tip.hash));
    saga.write(thrown, Saga.revoke(Saga.author(40)), over);
    Written back = saga.all.get(saga.all.size() - 1);
    assertEquals(Verdict.OK, new MembersModel(saga).judge(back));
  }

  @Test
  void whoSawItsRevocationMayRevokeWhenTheRankByWhichThatWasVoidIsGoneAgain()
      throws StoreException {
    AuthorId raised = Saga.author(10);
    AuthorId thrower = Saga.author(20);
    AuthorId giver = Saga.author(30);
    AuthorId thrown = Saga.author(40);
    Saga saga = new Saga(Saga.STRICT);
    saga.begin();
    Written toGiver = saga.write(Saga.CREATOR, Saga.grant(giver, Role.OWNER));
    Written toThrown = saga.write(Saga.CREATOR, Saga.grant(thrown, Role.OWNER));
    Written toThrower = saga.write(thrown, Saga.grant(thrower, Role.OWNER), toThrown);
    Written low = saga.write(thrower, Saga.grant(raised, Role.OWNER), toThrower);
    // As near to the creator as the thrower, and of the lesser key.
    Written high = saga.write(giver, Saga.grant(raised, Role.OWNER), toGiver);
    Written out = saga.write(thrower, Saga.revoke(thrown));
    Written tip = saga.write(thrown, Saga.data(), out);
    Written over = saga.write(raised, Saga.revoke(thrower), low, high);
    // Now `over` counts, but its author is of a rank that makes nothing of the thrower's void.
    saga.write(Saga.CREATOR, Saga.revoke(giver));
    assertTrue(members(saga).mayRevoke(thrown, tip.hash));
    assertFalse(members(saga).standing(thrown).votes());
    Written back = saga.write(thrown, Saga.revoke(Saga.author(60)), over);
    assertEquals(Verdict.OK, new MembersModel(saga).judge(back));
  }

  private static Members members(Saga saga) throws StoreException {
    return MembersProperties.told(saga, new Random(1), new VariableRows());
  }

  /** Whatever it has seen besides what is known that it has. */
  @Test
  void nobodyElseComesBackWithARevocationThatCounts() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < HISTORIES; i++) {
            Saga saga = history(random, i);
            Members members = MembersProperties.told(saga, random, new VariableRows());
            for (AuthorId peer : members.peers()) {
              if (!members.mayRevoke(peer, tip(saga, peer))) {
                comeBack(saga, peer, random);
              }
            }
          }
          assertTrue(returned > HISTORIES / 10, "returned " + returned);
        });
  }

  private void comeBack(Saga saga, AuthorId peer, Random random) throws StoreException {
    Written tip = saga.tip(peer);
    AuthorId other = peer.equals(Saga.CREATOR) ? Saga.author(20) : Saga.CREATOR;
    for (int i = 0; i < RETURNS; i++) {
      List<Written> seen = new ArrayList<>();
      for (Written each : saga.all) {
        if (i > 0 && random.nextInt(3 * i) == 0) {
          seen.add(each);
        }
      }
      Written back = saga.writeOn(tip, peer, Saga.revoke(other), seen.toArray(new Written[0]));
      boolean counts = new MembersModel(saga).judge(back) == Verdict.OK;
      saga.unwrite(tip);
      assertTrue(!counts, peer.shortText() + " on " + back.past + " of " + saga.all.size());
      returned++;
    }
  }

  private static Saga history(Random random, int i) {
    return MembersProperties.history(random, i % 4 == 0 ? Saga.OPEN : Saga.STRICT, 6 + i % 21);
  }

  private static Hash tip(Saga saga, AuthorId peer) {
    return saga.tip(peer) == null ? null : saga.tip(peer).hash;
  }
}
