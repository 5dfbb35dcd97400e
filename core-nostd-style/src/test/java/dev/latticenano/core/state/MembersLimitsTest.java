package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.Saga.Written;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersLimitsTest {
  private static final AuthorId ANN = Saga.CREATOR;
  private static final AuthorId BOB = Saga.author(60);
  private static final int BATCH = 1000;

  private static byte[] crowd(int from, int count, int status) {
    List<byte[]> ops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ops.add(SystemOpWriter.peerStatus(new AuthorId(1, 0, 0, from + i), status));
    }
    return Saga.system(SystemOpWriter.batch(ops));
  }

  private static Verdict learn(Members members, Written each) throws StoreException {
    return members.learn(each.hash, each.author, each.timestamp, each.view());
  }

  @Test
  void aStoreHasSoManyMembersAndRevokedOnesMakeRoom() throws StoreException {
    Saga saga = new Saga(Saga.STRICT);
    Members members = new Members(saga.store, new VariableRows(), new VariableRows(), saga);
    int room = Limits.MEMBERS_MAX - 1;
    assertEquals(Verdict.OK, learn(members, saga.begin()));
    Written beyond = saga.write(ANN, crowd(0, room + 1, Standing.ACTIVE));
    assertEquals(Verdict.MEMBERS_FULL, learn(members, beyond));
    assertEquals(1, members.peers().size());
    assertEquals(Verdict.OK, learn(members, saga.write(ANN, crowd(0, room, Standing.ACTIVE))));
    assertEquals(Limits.MEMBERS_MAX, members.peers().size());
    Written one = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    assertEquals(Verdict.MEMBERS_FULL, learn(members, one));
    Written change = saga.write(ANN, crowd(5, 1, Standing.DORMANT));
    assertEquals(Verdict.OK, learn(members, change), "no new member");
    assertEquals(Verdict.OK, learn(members, saga.write(ANN, crowd(5, 1, Standing.REVOKED))));
    Written again = saga.write(ANN, Saga.grant(BOB, Role.VOTER));
    assertEquals(Verdict.OK, learn(members, again));
  }

  @Test
  void aStoreHasSoManyChangesAndEachOwnerAlwaysSomeMore() throws StoreException {
    Saga saga = new Saga(Saga.STRICT);
    Members members = new Members(saga.store, new VariableRows(), new VariableRows(), saga);
    learn(members, saga.begin());
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    assertEquals(Verdict.OK, learn(members, grant));
    int left = Limits.AUTHORITY_OPS_MAX - 2;
    int next = 0;
    while (left > 0) {
      int count = Math.min(BATCH, left);
      Written batch = saga.write(BOB, crowd(next, count, Standing.REVOKED), grant);
      assertEquals(Verdict.OK, learn(members, batch));
      left -= count;
      next += count;
    }
    Written beyond = saga.write(BOB, crowd(next, 1, Standing.REVOKED));
    assertEquals(Verdict.MEMBERS_FULL, learn(members, beyond));
    Written cut = saga.write(ANN, Saga.revoke(BOB), saga.tip(BOB));
    assertEquals(Verdict.OK, learn(members, cut), "whoever fills the table can be revoked");
    for (int i = 3; i < AuthorityOps.RESERVED; i++) {
      assertEquals(Verdict.OK, learn(members, saga.write(ANN, Saga.epoch())));
    }
    assertEquals(Verdict.MEMBERS_FULL, learn(members, saga.write(ANN, Saga.epoch())));
  }

  /** Two owners who never hear of each other: nothing is in the past of anything. */
  @Test
  void hundredsOfOpsApartAreJudgedInTime() throws StoreException {
    Saga saga = new Saga(Saga.STRICT);
    Members members = new Members(saga.store, new VariableRows(), new VariableRows(), saga);
    learn(members, saga.begin());
    Written grant = saga.write(ANN, Saga.grant(BOB, Role.OWNER));
    learn(members, grant);
    saga.write(BOB, Saga.ack(), grant);
    for (int i = 0; i < 300; i++) {
      assertEquals(Verdict.OK, learn(members, saga.write(ANN, Saga.revoke(Saga.author(70)))));
      assertEquals(Verdict.OK, learn(members, saga.write(BOB, Saga.revoke(Saga.author(80)))));
    }
    assertEquals(2, members.owners().size());
    assertEquals(4, members.peers().size());
  }

  @Test
  void answersForAnAuthorInGoodStandingAllocateNothing() throws StoreException {
    Saga saga = new Saga(Saga.STRICT);
    int[] asked = new int[1];
    Past counting =
        new Past() {
          @Override
          public boolean holds(Hash past, Hash of) {
            asked[0]++;
            return saga.holds(past, of);
          }

          @Override
          public boolean holdsAllOf(AuthorId author, Hash of) throws StoreException {
            return saga.holdsAllOf(author, of);
          }
        };
    Members members = new Members(saga.store, new VariableRows(), new VariableRows(), counting);
    learn(members, saga.begin());
    learn(members, saga.write(ANN, Saga.grant(BOB, Role.VOTER)));
    for (int i = 0; i < 100; i++) {
      learn(members, saga.write(ANN, Saga.grant(Saga.author(70), Role.VOTER)));
      learn(members, saga.write(ANN, Saga.revoke(Saga.author(70))));
    }
    learn(members, saga.write(ANN, Saga.grant(Saga.author(70), Role.VOTER)));
    Written bobs = saga.writeBehindAll(BOB, Saga.data());
    Written again = saga.writeBehindAll(Saga.author(70), Saga.data());
    for (Written each : List.of(bobs, again)) {
      asked[0] = 0;
      assertEquals(Verdict.OK, members.judge(each.hash, each.author, Right.WRITE));
      assertEquals(1, asked[0], "questions to the past");
      long bytes =
          Allocation.bytesPerRun(
              20_000,
              () -> {
                try {
                  assertTrue(members.judge(each.hash, each.author, Right.WRITE) == Verdict.OK);
                } catch (StoreException e) {
                  throw new AssertionError(e);
                }
              });
      assertEquals(0, bytes);
    }
  }
}
