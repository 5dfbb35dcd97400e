package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People come, change what they may do, and go; over real links, in a sealed store. */
class MembershipTest {
  private static final String TYPE = "core:tally";
  private static final long DAY_MS = 86_400_000;

  private final OneNode ann = new OneNode(1, 16);
  private final OneNode bob = new OneNode(2, 16);
  private final OneNode eve = new OneNode(3, 16);
  private StoreId store;

  @BeforeEach
  void begin() throws Exception {
    store = ann.createSealed(TYPE, 1);
    ann.write(store, "a");
  }

  /** Whoever knows the store gets it there: a carrier cannot tell members from others. */
  private OneNode carrier() throws Exception {
    OneNode carrier = new OneNode(4, 16);
    ann.grant(store, carrier.node.key(), Role.CARRIER);
    carrier.open(store);
    meet(carrier, ann);
    return carrier;
  }

  private InviteToken invite(Role role) throws Exception {
    return ann.node.membership(store).invite(0, false, role, ann.nowMs);
  }

  /** Meets, asks to be let in, and exchanges all there is; returns the answer. */
  private Verdict join(OneNode guest, OneNode host, InviteToken token) throws Exception {
    if (!guest.node.stores().contains(store)) {
      guest.open(store);
    }
    guest.node.link(1, LinkProfile.TCP);
    host.node.link(1, LinkProfile.TCP);
    guest.node.join(1, token);
    OneNode.talk(guest, host);
    guest.node.unlink(1);
    host.node.unlink(1);
    return guest.take(Event.Joined.class).get(0).verdict();
  }

  private void meet(OneNode left, OneNode right) throws Exception {
    left.node.link(1, LinkProfile.TCP);
    right.node.link(1, LinkProfile.TCP);
    OneNode.talk(left, right);
    left.node.unlink(1);
    right.node.unlink(1);
  }

  private static Verdict refused(OneNode node, StoreId store, String letters) {
    return assertThrows(RefusedException.class, () -> node.write(store, letters)).verdict();
  }

  @Test
  void aGuestReadsWhatWasThereAndWritesWhatAllRead() throws Exception {
    assertEquals(Verdict.OK, join(bob, ann, invite(Role.VOTER)));
    assertEquals("a1", bob.tally(store));
    bob.write(store, "b");
    meet(bob, ann);
    assertEquals("a1 b1", ann.tally(store));
    bob.crash();
    assertEquals("a1 b1", bob.tally(store));
    bob.write(store, "b");
  }

  @Test
  void whoeverWasNotLetInIsShownNothingReadsNothingAndWritesNothing() throws Exception {
    OneNode carrier = carrier();
    eve.open(store);
    meet(eve, ann);
    assertEquals(0, eve.node.dag(store).sequence());
    meet(eve, carrier);
    assertEquals("", eve.tally(store));
    assertEquals(3, eve.node.projection(store).unread());
    assertEquals(Verdict.SEALED_NO_KEY, refused(eve, store, "e"));
    StoreId clear = ann.create(TYPE, 2);
    eve.open(clear);
    meet(eve, ann);
    assertEquals(0, eve.node.dag(clear).sequence());
    eve.take(ann, clear);
    assertEquals(Verdict.MEMBER_UNKNOWN, refused(eve, clear, "e"));
  }

  /** Meets, and says of both ends what came of it and from how many their sets agree apart. */
  private String outcome(OneNode left, OneNode right) throws Exception {
    left.node.link(1, LinkProfile.TCP);
    right.node.link(1, LinkProfile.TCP);
    OneNode.talk(left, right);
    StringBuilder told = new StringBuilder();
    for (OneNode each : List.of(left, right)) {
      Peer peer = each.node.peer(1);
      assertTrue(peer.isComplete(), peer::toString);
      told.append(peer.trouble()).append(' ').append(peer.progress(store).apart()).append(' ');
      each.node.unlink(1);
    }
    return told.toString().strip();
  }

  /** Who cannot judge holds what a stranger wrote, and who can judge does not: no trouble. */
  @Test
  void setsAgreeApartFromWhatOnlyTheBlindHold() throws Exception {
    OneNode carrier = carrier();
    eve.open(store);
    meet(eve, carrier);
    eve.node.submit(store, new byte[0], List.of(), eve.nowMs);
    assertEquals("OK 0 OK 0", outcome(carrier, eve));
    assertEquals("OK 1 OK 1", outcome(carrier, ann));
    ann.write(store, "b");
    eve.node.submit(store, new byte[0], List.of(), eve.nowMs);
    assertEquals("OK 0 OK 0", outcome(eve, carrier));
    assertEquals("OK 2 OK 2", outcome(ann, carrier), "with news both ways");
    assertEquals(2, carrier.node.dag(store).sequence() - ann.node.dag(store).sequence());
    assertEquals("OK 2 OK 2", outcome(carrier, ann));
    ann.node.membership(store).setRole(eve.node.key(), Role.CARRIER, ann.nowMs);
    assertEquals("OK 0 OK 0", outcome(carrier, ann), "she is in now");
  }

  @Test
  void setsAgreeApartFromWhatIsHiddenHere() throws Exception {
    OneNode carrier = carrier();
    join(bob, ann, invite(Role.VOTER));
    bob.write(store, "x");
    join(eve, ann, invite(Role.OWNER));
    meet(bob, eve);
    meet(bob, carrier);
    ann.node.membership(store).revoke(bob.node.key(), ann.nowMs);
    ann.rest();
    assertEquals("OK 0 OK 0", outcome(ann, eve), "eve has heard of x, and hides it now");
    assertTrue(eve.node.dag(store).shown().hiddenCount() > 0);
    assertEquals("OK 1 OK 1", outcome(eve, carrier));
    assertEquals("OK 1 OK 1", outcome(ann, carrier));
    assertEquals("OK 0 OK 0", outcome(ann, eve));
  }

  @Test
  void aReaderReadsAndACarrierCarries() throws Exception {
    assertEquals(Verdict.OK, join(bob, ann, invite(Role.READER)));
    assertEquals("a1", bob.tally(store));
    assertEquals(Verdict.ROLE_LACKS_RIGHT, refused(bob, store, "b"));
    assertEquals(Verdict.OK, join(eve, ann, invite(Role.CARRIER)));
    assertEquals(0, eve.keys(store).count());
    assertEquals("", eve.tally(store));
    eve.node.submit(store, new byte[0], List.of(), eve.nowMs);
    meet(eve, ann);
    assertEquals(0, ann.take(Event.Refused.class).size());
    ann.node.membership(store).setRole(bob.node.key(), Role.VOTER, ann.nowMs);
    meet(ann, bob);
    bob.write(store, "b");
    meet(bob, ann);
    assertEquals("a1 b1", ann.tally(store));
  }

  @Test
  void anInviteServesOnceOrUntilItEndsAndOnlyWithTheNodeThatMadeIt() throws Exception {
    InviteToken once = ann.node.membership(store).invite(0, true, Role.OWNER, ann.nowMs);
    assertEquals(Verdict.OK, join(bob, ann, once));
    assertEquals(Verdict.OK, join(bob, ann, once), "its answer may have been lost");
    assertEquals(Verdict.INVITE_USED, join(eve, ann, once));
    InviteToken other = ann.node.membership(store).invite(0, true, Role.VOTER, ann.nowMs);
    meet(ann, bob);
    assertEquals(Verdict.INVITE_UNKNOWN, join(eve, bob, other));
    InviteToken short1 =
        ann.node.membership(store).invite(ann.nowMs + DAY_MS, false, Role.VOTER, ann.nowMs);
    meet(ann, bob);
    bob.nowMs += DAY_MS;
    assertEquals(Verdict.INVITE_EXPIRED, join(eve, bob, short1));
    InviteToken taken = invite(Role.VOTER);
    ann.node.membership(store).revokeInvite(Membership.name(taken), ann.nowMs);
    assertEquals(Verdict.INVITE_REVOKED, join(eve, ann, taken));
    assertEquals(Verdict.OK, join(eve, ann, invite(Role.VOTER)));
  }

  @Test
  void whoIsThrownOutLosesTheKeyOfWhatComesAndNothingElse() throws Exception {
    InviteToken many = invite(Role.VOTER);
    join(bob, ann, many);
    join(eve, ann, many);
    bob.write(store, "b");
    meet(bob, ann);
    bob.write(store, "x");
    ann.node.membership(store).revoke(bob.node.key(), ann.nowMs);
    ann.write(store, "c");
    ann.rest();
    assertEquals("a1 b1 c1", ann.tally(store));
    assertEquals(2, ann.keys(store).count());
    meet(ann, eve);
    assertEquals("a1 b1 c1", eve.tally(store));
    assertEquals(2, eve.keys(store).count());
    meet(bob, eve);
    meet(bob, ann);
    assertEquals("a1 b1 c1", ann.tally(store), "x came beside the cut");
    assertEquals("a1 b1 c1", eve.tally(store));
    assertEquals(1, bob.keys(store).count());
    assertEquals(0, bob.node.projection(store).unread(), "he is shown nothing any more");
    assertEquals(Verdict.INVITE_REVOKED, join(bob, ann, many));
    assertEquals(Verdict.OK, join(bob, ann, invite(Role.VOTER)));
    assertEquals("a1 b1 c1", bob.tally(store));
    bob.write(store, "d");
    meet(bob, ann);
    assertEquals("a1 b1 c1 d1", ann.tally(store));
  }

  @Test
  void anOwnerRotatesByItselfWhenSomebodyLeaves() throws Exception {
    join(bob, ann, invite(Role.VOTER));
    bob.node.membership(store).leave(bob.nowMs);
    meet(bob, ann);
    assertEquals(1, ann.keys(store).count());
    long due = ann.node.nextDeadlineMs();
    assertTrue(due <= ann.nowMs + Limits.ROTATION_DELAY_MS, "at " + (due - ann.nowMs));
    ann.nowMs += Limits.ROTATION_DELAY_MS;
    ann.rest();
    assertEquals(2, ann.keys(store).count());
    ann.nowMs += DAY_MS;
    ann.rest();
    assertEquals(2, ann.keys(store).count(), "once is enough");
    assertEquals(Verdict.ROLE_LACKS_RIGHT, refused(bob, store, "b"));
  }

  @Test
  void theSecondOwnerRotatesWhenTheFirstDoesNot() throws Exception {
    join(bob, ann, invite(Role.OWNER));
    join(eve, ann, invite(Role.VOTER));
    meet(ann, bob);
    eve.node.membership(store).leave(eve.nowMs);
    meet(eve, bob);
    bob.nowMs += Limits.ROTATION_DELAY_MS;
    bob.rest();
    assertEquals(1, bob.keys(store).count(), "the maker of the store has the first turn");
    bob.nowMs += Limits.ROTATION_DELAY_MS;
    bob.rest();
    assertEquals(2, bob.keys(store).count());
    meet(bob, ann);
    ann.nowMs += DAY_MS;
    ann.rest();
    assertEquals(2, ann.keys(store).count());
  }

  @Test
  void ownersWhoRotateApartEndWithOneEpochThatBothRead() throws Exception {
    join(bob, ann, invite(Role.OWNER));
    meet(ann, bob);
    ann.node.membership(store).rotate(ann.nowMs);
    bob.node.membership(store).rotate(bob.nowMs + 1);
    ann.write(store, "c");
    bob.write(store, "d");
    meet(ann, bob);
    assertEquals("a1 c1 d1", ann.tally(store));
    assertEquals("a1 c1 d1", bob.tally(store));
    assertEquals(current(ann), current(bob));
    ann.write(store, "e");
    meet(ann, bob);
    assertEquals("a1 c1 d1 e1", bob.tally(store));
  }

  private String current(OneNode node) throws Exception {
    return node.node.replica(store).projection().epochs().current().id().toString();
  }

  @Test
  void rolesNamesAndDormancyAreWordsOfTheStore() throws Exception {
    join(bob, ann, invite(Role.VOTER));
    assertEquals(2, ann.node.membership(store).members().voters().size());
    ann.node.membership(store).setDormant(bob.node.key(), true, ann.nowMs);
    assertEquals(1, ann.node.membership(store).members().voters().size());
    meet(ann, bob);
    bob.write(store, "b");
    bob.node.membership(store).rename("bob's phone", bob.nowMs);
    meet(ann, bob);
    assertEquals("a1 b1", ann.tally(store));
    assertEquals("bob's phone", ann.node.system(store).peers().get(bob.node.key()).name());
    ann.node.membership(store).setDormant(bob.node.key(), false, ann.nowMs);
    assertEquals(2, ann.node.membership(store).members().voters().size());
  }

  @Test
  void onlyAnOwnerManages() throws Exception {
    join(bob, ann, invite(Role.VOTER));
    Membership own = bob.node.membership(store);
    assertThrows(RefusedException.class, () -> own.revoke(ann.node.key(), bob.nowMs));
    assertThrows(RefusedException.class, () -> own.rotate(bob.nowMs));
    assertThrows(RefusedException.class, () -> own.invite(0, false, Role.VOTER, bob.nowMs));
    assertEquals(1, bob.keys(store).count(), "no key was made in vain");
  }

  @Test
  void whatWasWrittenBesideTheCutNeverAppearsWhicheverCameFirst() throws Exception {
    InviteToken many = invite(Role.VOTER);
    join(bob, ann, many);
    join(eve, ann, many);
    meet(ann, bob);
    bob.write(store, "x");
    ann.node.membership(store).revoke(bob.node.key(), ann.nowMs);
    meet(bob, eve);
    assertEquals("a1 x1", eve.tally(store), "eve has not heard yet");
    meet(ann, eve);
    assertEquals("a1", eve.tally(store));
    assertEquals("a1", ann.tally(store));
    eve.crash();
    assertEquals("a1", eve.tally(store));
    assertEquals(digest(ann), digest(eve));
    assertNotEquals(digest(ann), digest(bob));
    assertFalse(ann.node.projection(store).isHeadless());
  }

  private String digest(OneNode node) throws Exception {
    byte[] digest = new byte[32];
    node.node.dag(store).shown().digest(digest, 0);
    return dev.latticenano.core.intention.Hash.of(digest, 0).toString();
  }
}
