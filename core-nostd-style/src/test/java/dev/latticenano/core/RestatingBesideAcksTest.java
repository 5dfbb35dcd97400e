package dev.latticenano.core;

import static dev.latticenano.core.RestatingTest.now;
import static dev.latticenano.core.RestatingTest.overwrite;
import static dev.latticenano.core.RestatingTest.voters;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Restating.Outcome.Why;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a node cites that restates while others only ack, as most do. */
class RestatingBesideAcksTest {
  private static int own(KvNode node) {
    return node.replica().dag().findAuthor(node.key().toBytes(), 0);
  }

  private static int height(KvNode node) {
    return node.replica().dag().authorHeight(own(node));
  }

  /** What the intention of {@code node} at {@code height} cites, as {@code author height}. */
  private static Set<String> cited(KvNode node, int height) throws StoreException {
    Dag dag = node.replica().dag();
    IntList rows = new IntList();
    dag.conditions(dag.rowAtHeight(own(node), height), rows);
    Set<String> cited = new TreeSet<>();
    byte[] key = new byte[AuthorId.BYTES];
    for (int i = 0; i < rows.count(); i++) {
      dag.copyAuthorKey(dag.author(rows.at(i)), key, 0);
      cited.add(at(AuthorId.of(key, 0), dag.height(rows.at(i))));
    }
    return cited;
  }

  private static String at(AuthorId author, int height) {
    return author + " " + height;
  }

  /** The second writes, all others ack that and nothing else, and the second hears of it. */
  private static void onlyAck(KvNode[] nodes) throws StoreException, RefusedException {
    for (KvNode node : nodes) {
      if (node != nodes[1]) {
        node.take(nodes[1], Integer.MAX_VALUE);
        node.ack(nodes[1]);
        nodes[1].take(node, Integer.MAX_VALUE);
      }
    }
  }

  @Test
  void citesTheAcksOfThoseWhoOnlyAck() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 40);
    onlyAck(nodes);
    List<String> before = Dropped.rows(nodes[1]);
    Restating.Outcome outcome = now(nodes[1]);
    assertEquals(Why.WRITTEN, outcome.why());
    assertEquals(40, outcome.superseded());
    assertEquals(41, height(nodes[1]));
    // The first has said that the second may write: genesis, grant, grant, grant, ack.
    AuthorId first = nodes[0].key();
    Set<String> acks = Set.of(at(first, 3), at(first, 5), at(nodes[2].key(), 1));
    assertEquals(acks, cited(nodes[1], 41));
    assertEquals(Why.NOTHING_STABLE, now(nodes[1]).why());
    onlyAck(nodes);
    assertEquals(1, new SoundMarks(nodes[1], nodes).count());
    KvNode newcomer = new KvNode(9);
    Dropped dropped = Dropped.byMarks(nodes[1], Integer.MAX_VALUE);
    assertEquals(40, dropped.count());
    dropped.bring(newcomer, new Random(1));
    assertEquals(before, Dropped.rows(newcomer));
  }

  @Test
  void citesNothingUnlessItPays() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    for (int i = 0; i < 30; i++) {
      nodes[1].write("key " + i, "x".repeat(500));
    }
    onlyAck(nodes);
    assertEquals(Why.PAYS_NOT, now(nodes[1]).why());
    assertEquals(30, height(nodes[1]));
  }

  @Test
  void waitsForTheLastVoterWhoHasNotAcked() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 40);
    onlyAck(new KvNode[] {nodes[0], nodes[1]});
    assertEquals(Why.NOTHING_STABLE, now(nodes[1]).why());
    onlyAck(nodes);
    overwrite(nodes[1], 10);
    onlyAck(new KvNode[] {nodes[0], nodes[1]});
    // Of those that the later ones replaced the last of each of four keys stays.
    assertEquals(36, now(nodes[1]).superseded());
    assertEquals(1, new SoundMarks(nodes[1], nodes).count());
  }

  @Test
  void namesNoNoticeButWhatItsAuthorWroteBefore() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 40);
    onlyAck(nodes);
    Dag dag = nodes[2].replica().dag();
    int[] heights = new int[dag.authorCount()];
    for (int author = 0; author < heights.length; author++) {
      heights[author] = dag.authorHeight(author);
    }
    SnapshotNoticeWriter notice = new SnapshotNoticeWriter();
    nodes[2].snapshot(heights).made().describe(notice);
    byte[] lie = notice(notice.tree(new byte[Hash.BYTES], 0, 1000, 0));
    nodes[2].submit(new UniversalOpWriter().snapshot(lie, 0, lie.length), List.of());
    nodes[1].take(nodes[2], Integer.MAX_VALUE);
    assertEquals(Why.WRITTEN, now(nodes[1]).why());
    AuthorId third = nodes[2].key();
    assertEquals(2, height(nodes[2]));
    assertTrue(cited(nodes[1], 41).contains(at(third, 1)));
    assertFalse(cited(nodes[1], 41).contains(at(third, 2)));
  }

  private static byte[] notice(SnapshotNoticeWriter writer) {
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  @Test
  void ofMoreVotersThanOneCitesTheRestAreAckedFirstAndPowerMayFailThere()
      throws StoreException, RefusedException {
    KvNode[] nodes = new KvNode[Limits.CONDITION_HASHES_EMITTED + 4];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new KvNode(i + 1);
    }
    nodes[0].begin();
    for (KvNode node : nodes) {
      nodes[0].admit(node.key());
    }
    nodes[1].take(nodes[0], Integer.MAX_VALUE);
    overwrite(nodes[1], 40);
    onlyAck(nodes);
    nodes[1].node.restating().share(50, 10);
    nodes[1].meet(nodes[0]);
    nodes[1].wake(Restating.LOOK_MS);
    while (height(nodes[1]) == 40) {
      nodes[1].node.tick(nodes[1].nowMs());
    }
    assertEquals(Limits.CONDITION_HASHES_EMITTED, cited(nodes[1], 41).size());
    assertEquals(0, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    nodes[1].reopen();
    nodes[1].meet(nodes[0]);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(42, height(nodes[1]));
    // Three acks, and what says that the second may write.
    assertEquals(4, cited(nodes[1], 42).size());
    assertEquals(40, nodes[1].node.restating().standing(KvNode.STORE).superseded());
    assertEquals(1, new SoundMarks(nodes[1], nodes).count());
    nodes[0].take(nodes[1], Integer.MAX_VALUE);
    assertEquals(0, nodes[0].replica().projection().quarantined());
  }

  @Test
  void stopsWhenOthersVoteThanWhenItBegan() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[1].node.restating().share(50, 10);
    nodes[1].meet(nodes[0]);
    for (int i = 0; i < 18; i++) {
      nodes[1].write("key " + i % 6, "x".repeat(50_000 + i));
    }
    onlyAck(nodes);
    nodes[1].wake(Restating.LOOK_MS);
    while (nodes[1].node.restating().standing(KvNode.STORE).restatements() == 0) {
      nodes[1].node.tick(nodes[1].nowMs());
    }
    // Of better rank are lesser keys: this one cannot revoke the first back.
    KvNode guest = new KvNode(10);
    for (int seed = 11; guest.key().compareTo(nodes[0].key()) < 0; seed++) {
      guest = new KvNode(seed);
    }
    nodes[0].admit(guest.key());
    nodes[1].take(nodes[0], Integer.MAX_VALUE);
    nodes[1].later(0);
    assertEquals(0, nodes[1].node.restating().standing(KvNode.STORE).superseded());
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(0, nodes[1].node.restating().standing(KvNode.STORE).superseded());
    nodes[0].say(guest.key(), 4);
    nodes[2].take(nodes[0], Integer.MAX_VALUE);
    nodes[2].ack(nodes[0]);
    onlyAck(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertTrue(nodes[1].node.restating().standing(KvNode.STORE).superseded() >= 18);
  }
}
