package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.Saga.Written;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may write what, told as stories; each holds for every order in which it may arrive. */
class MembersTest {
  private static final AuthorId ANN = Saga.CREATOR;
  private static final AuthorId BOB = Saga.author(60);
  private static final AuthorId CARL = Saga.author(40);
  private static final AuthorId DORA = Saga.author(70);

  private final Saga saga = new Saga(Saga.STRICT);

  private void inEveryOrder(Saga.Claim claim) throws StoreException {
    assertTrue(saga.inEveryOrder(claim) > 0);
  }

  private static void judged(Verdict verdict, Members members, Written written)
      throws StoreException {
    assertEquals(verdict, members.judge(written.hash, written.author, written.right()));
  }

  private static void counts(Members members, Written... all) throws StoreException {
    for (Written each : all) {
      judged(Verdict.OK, members, each);
    }
  }

  @Test
  void theCreatorAloneMayDoEverything() throws StoreException {
    Written a1 = saga.begin();
    Written a2 = saga.write(ANN, Saga.data());
    Written a3 = saga.write(ANN, Saga.invite());
    Written a4 = saga.write(ANN, Saga.epoch());
    inEveryOrder(
        members -> {
          counts(members, a1, a2, a3, a4);
          assertEquals(List.of(ANN), members.owners());
          assertEquals(List.of(ANN), members.voters());
          assertEquals(Role.OWNER, members.standing(ANN).role());
        });
  }

  @Test
  void aVoterThatWasLetInWritesAndManagesNothing() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written data = saga.write(BOB, Saga.data(), grant);
    Written name = saga.write(BOB, Saga.system(SystemOpWriter.peerName(BOB, "Bob")));
    Written other = saga.write(BOB, Saga.system(SystemOpWriter.peerName(ANN, "x")));
    Written friend = saga.write(BOB, Saga.grant(CARL, Role.VOTER));
    inEveryOrder(
        members -> {
          counts(members, grant, data, name);
          judged(Verdict.AUTHORITY_LACKING, members, other);
          judged(Verdict.AUTHORITY_LACKING, members, friend);
          assertEquals(List.of(ANN, BOB), members.voters());
          assertNull(members.standing(CARL));
          assertEquals(Verdict.AUTHOR_UNKNOWN, members.admits(CARL));
          assertEquals(grant.hash, members.standing(BOB).op());
          assertEquals(ANN, members.standing(BOB).by());
        });
  }

  @Test
  void aStrangerNeverCountsWhateverItCitesOrSays() throws StoreException {
    Written a1 = saga.begin();
    Written self = saga.write(BOB, Saga.grant(BOB, Role.OWNER), a1);
    Written data = saga.write(BOB, Saga.data());
    Written ack = saga.write(BOB, Saga.ack());
    inEveryOrder(
        members -> {
          judged(Verdict.AUTHORITY_LACKING, members, self);
          judged(Verdict.MEMBER_UNKNOWN, members, data);
          judged(Verdict.MEMBER_UNKNOWN, members, ack);
        });
  }

  @Test
  void whatWasWrittenBeforeTheCutStaysAndWhatComesAfterNeverAppears() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written before = saga.write(BOB, Saga.data(), grant);
    Written cut = saga.write(ANN, Saga.revoke(BOB), before);
    Written beside = saga.write(BOB, Saga.data());
    Written behind = saga.write(BOB, Saga.data(), cut);
    Written citer = saga.write(ANN, Saga.data(), behind);
    inEveryOrder(
        members -> {
          counts(members, before, cut, citer);
          judged(Verdict.RIGHT_WITHDRAWN, members, beside);
          judged(Verdict.ROLE_LACKS_RIGHT, members, behind);
          assertEquals(Verdict.AUTHOR_REVOKED, members.admits(BOB));
          assertEquals(List.of(ANN), members.voters());
        });
  }

  @Test
  void aWriterWhoHidesTheGrantOrBackdatesGainsNothing() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written b1 = saga.write(BOB, Saga.data(), grant);
    Written cut = saga.write(ANN, Saga.revoke(BOB), b1);
    Written forked = saga.writeOn(null, BOB, Saga.data());
    Written second = saga.writeOn(null, BOB, Saga.data(), grant);
    inEveryOrder(
        members -> {
          counts(members, b1, cut);
          judged(Verdict.MEMBER_UNKNOWN, members, forked);
          judged(Verdict.RIGHT_WITHDRAWN, members, second);
        });
  }

  @Test
  void whoeverIsLetInAgainCountsFromThereOn() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written cut = saga.write(ANN, Saga.revoke(BOB));
    Written lost = saga.write(BOB, Saga.data(), grant);
    Written again = saga.write(ANN, Saga.grant(BOB, Role.READER), lost);
    Written ack = saga.write(BOB, Saga.ack(), again);
    Written data = saga.write(BOB, Saga.data());
    inEveryOrder(
        members -> {
          judged(Verdict.RIGHT_WITHDRAWN, members, lost);
          counts(members, cut, again, ack);
          judged(Verdict.ROLE_LACKS_RIGHT, members, data);
          assertEquals(Verdict.OK, members.admits(BOB));
          assertTrue(members.standing(BOB).reads());
        });
  }

  @Test
  void aRevocationTakesTheRoleToo() throws StoreException {
    saga.begin();
    saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    saga.write(ANN, Saga.revoke(BOB));
    saga.write(ANN, Saga.system(SystemOpWriter.peerStatus(BOB, Standing.ACTIVE)));
    inEveryOrder(members -> assertEquals(Role.VOTER, members.standing(BOB).role()));
  }

  @Test
  void aDormantMemberWritesAndIsNotWaitedFor() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written sleep = saga.write(ANN, Saga.system(SystemOpWriter.peerStatus(BOB, Standing.DORMANT)));
    Written early = saga.write(BOB, Saga.data(), grant);
    Written late = saga.write(BOB, Saga.data(), sleep);
    inEveryOrder(
        members -> {
          counts(members, early, late);
          assertEquals(List.of(ANN), members.voters());
          assertEquals(Role.VOTER, members.standing(BOB).role());
        });
  }

  @Test
  void aCarrierAcksAndWritesNothing() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.CARRIER));
    Written ack = saga.write(BOB, Saga.ack(), grant);
    Written data = saga.write(BOB, Saga.data());
    inEveryOrder(
        members -> {
          counts(members, ack);
          judged(Verdict.ROLE_LACKS_RIGHT, members, data);
          assertEquals(Verdict.OK, members.admits(BOB));
          assertEquals(List.of(ANN), members.voters());
        });
  }

  @Test
  void aRoleOfALaterVersionMayAckAndNothingElse() throws StoreException {
    saga.begin();
    Written grant =
        saga.write(
            ANN,
            Saga.system(
                SystemOpWriter.batch(
                    List.of(
                        SystemOpWriter.peerStatus(BOB, Standing.ACTIVE),
                        SystemOpWriter.peerRole(BOB, 9)))));
    Written ack = saga.write(BOB, Saga.ack(), grant);
    Written data = saga.write(BOB, Saga.data());
    inEveryOrder(
        members -> {
          counts(members, ack);
          judged(Verdict.ROLE_LACKS_RIGHT, members, data);
          assertEquals(false, members.standing(BOB).reads());
        });
  }

  @Test
  void ofTwoOwnersWhoRevokeEachOtherTheBetterRankStays() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written byAnn = saga.write(ANN, Saga.revoke(BOB));
    Written byBob = saga.write(BOB, Saga.revoke(ANN), grant);
    Written anns = saga.write(ANN, Saga.data());
    inEveryOrder(
        members -> {
          counts(members, byAnn, anns);
          judged(Verdict.AUTHORITY_OUTRANKED, members, byBob);
          assertEquals(List.of(ANN), members.owners());
        });
  }

  @Test
  void ofTwoOwnersMadeByTheSameTheLesserKeyStays() throws StoreException {
    saga.begin();
    saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written both = saga.write(ANN, Saga.grant(CARL, Role.OWNER));
    Written byBob = saga.write(BOB, Saga.revoke(CARL), both);
    Written byCarl = saga.write(CARL, Saga.revoke(BOB), both);
    inEveryOrder(
        members -> {
          counts(members, byCarl);
          judged(Verdict.AUTHORITY_OUTRANKED, members, byBob);
          assertEquals(List.of(CARL, ANN), members.owners());
        });
  }

  @Test
  void aJuniorRevokesAStolenDeviceOfTheCreator() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written cut = saga.write(BOB, Saga.revoke(ANN), grant);
    Written thief = saga.write(ANN, Saga.data());
    Written friend = saga.write(ANN, Saga.grant(CARL, Role.OWNER), cut);
    inEveryOrder(
        members -> {
          counts(members, cut);
          judged(Verdict.RIGHT_WITHDRAWN, members, thief);
          judged(Verdict.AUTHORITY_LACKING, members, friend);
          assertEquals(List.of(BOB), members.owners());
          // The thief may have revoked back without having seen it: that would count.
          assertEquals(Verdict.OK, members.admits(ANN));
        });
  }

  @Test
  void anAccompliceOfARevokedOwnerFallsWithIt() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written cut = saga.write(ANN, Saga.revoke(BOB));
    Written backdated = saga.write(BOB, Saga.grant(CARL, Role.OWNER), grant);
    Written accomplice = saga.write(CARL, Saga.revoke(ANN), backdated);
    Written data = saga.write(CARL, Saga.data());
    inEveryOrder(
        members -> {
          counts(members, cut);
          judged(Verdict.AUTHORITY_OUTRANKED, members, backdated);
          judged(Verdict.AUTHORITY_OUTRANKED, members, accomplice);
          judged(Verdict.MEMBER_UNKNOWN, members, data);
          assertEquals(Verdict.AUTHOR_UNKNOWN, members.admits(CARL));
        });
  }

  @Test
  void whoeverARevokedOwnerLetInBeforeTheCutStays() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written next = saga.write(BOB, Saga.grant(DORA, Role.VOTER), grant);
    Written cut = saga.write(ANN, Saga.revoke(BOB), next);
    Written data = saga.write(DORA, Saga.data(), next);
    inEveryOrder(members -> counts(members, next, cut, data));
  }

  @Test
  void aMemberLeavesAndOnlyItself() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    Written before = saga.write(BOB, Saga.data(), grant);
    Written leave = saga.write(BOB, Saga.revoke(BOB));
    Written after = saga.write(BOB, Saga.data());
    Written twice = saga.write(BOB, Saga.revoke(BOB));
    inEveryOrder(
        members -> {
          counts(members, before, leave);
          judged(Verdict.ROLE_LACKS_RIGHT, members, after);
          judged(Verdict.AUTHORITY_LACKING, members, twice);
          assertEquals(Verdict.AUTHOR_REVOKED, members.admits(BOB));
          assertEquals(List.of(leave.hash), members.newest(BOB));
        });
  }

  @Test
  void anOwnerWhoStepsDownIsAVoterAndWhatItDidStays() throws StoreException {
    saga.begin();
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written did = saga.write(BOB, Saga.grant(CARL, Role.VOTER), grant);
    Written down = saga.write(BOB, Saga.system(SystemOpWriter.peerRole(BOB, 2)));
    Written more = saga.write(BOB, Saga.grant(DORA, Role.VOTER));
    inEveryOrder(
        members -> {
          counts(members, did, down);
          judged(Verdict.AUTHORITY_LACKING, members, more);
          assertEquals(Role.VOTER, members.standing(BOB).role());
        });
  }

  @Test
  void whatTwoOwnersSayApartMeansTheLesserUntilSomebodyWhoSawBothSaysItAgain()
      throws StoreException {
    saga.begin();
    Written both = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written high = saga.write(ANN, Saga.grant(CARL, Role.VOTER));
    Written low = saga.write(BOB, Saga.grant(CARL, Role.READER), both);
    inEveryOrder(
        members -> {
          assertEquals(Role.READER, members.standing(CARL).role());
          assertEquals(2, members.newest(CARL).size());
        });
    Written again = saga.write(ANN, Saga.grant(CARL, Role.VOTER), low, high);
    inEveryOrder(
        members -> {
          assertEquals(Role.VOTER, members.standing(CARL).role());
          assertEquals(List.of(again.hash), members.newest(CARL));
        });
  }

  @Test
  void aStoreMadeElsewhereIsOpenButForRevocations() throws StoreException {
    Saga open = new Saga(Saga.OPEN);
    Written b1 = open.write(BOB, Saga.data());
    Written cut = open.write(ANN, Saga.revoke(BOB), b1);
    Written b2 = open.write(BOB, Saga.data());
    Written again = open.write(CARL, Saga.grant(BOB, Role.READER), cut, b2);
    Written b3 = open.write(BOB, Saga.data(), again);
    Members members = new Members(open.store, new VariableRows(), new VariableRows(), open);
    for (Written each : open.all) {
      assertEquals(Verdict.OK, members.learn(each.hash, each.author, each.timestamp, each.view()));
    }
    counts(members, b1, cut, again, b3);
    judged(Verdict.RIGHT_WITHDRAWN, members, b2);
    assertEquals(Verdict.OK, members.admits(DORA));
  }

  @Test
  void beforeTheBeginningIsHereNobodyIsKeptOut() throws StoreException {
    saga.begin();
    Members members = new Members(saga.store, new VariableRows(), new VariableRows(), saga);
    assertEquals(Verdict.OK, members.admits(BOB));
    for (Written each : saga.all) {
      members.learn(each.hash, each.author, each.timestamp, each.view());
    }
    assertEquals(Verdict.AUTHOR_UNKNOWN, members.admits(BOB));
    members.clear();
    assertEquals(Verdict.OK, members.admits(BOB));
  }

  @Test
  void rankIsToldByTheDepthOfGrants() throws StoreException {
    saga.begin();
    Written one = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    Written two = saga.write(BOB, Saga.grant(CARL, Role.OWNER), one);
    Written three = saga.write(CARL, Saga.grant(DORA, Role.VOTER), two);
    Hash nobody = new Hash(1, 2, 3, 4);
    inEveryOrder(
        members -> {
          assertEquals(0, members.depth(one.hash));
          assertEquals(1, members.depth(two.hash));
          assertEquals(2, members.depth(three.hash));
          assertEquals(-1, members.depth(nobody));
        });
  }
}
