package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.RestatementWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Restatements that say what is not so, and those that only seem to. */
class RestatementLiesTest {
  private static Head head(KvNode node, String key) throws StoreException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return ((KvState) node.node.state(KvNode.STORE)).winner(name);
  }

  private static void say(KvNode by, String key, Head head)
      throws StoreException, RefusedException {
    byte[] out = new byte[1000];
    byte[] name = new byte[Hash.BYTES + RestatementView.HLC_BYTES];
    head.hash().write(name, 0);
    BigEndian.putLong(name, Hash.BYTES, head.timestamp().wallMs());
    BigEndian.putInt(name, Hash.BYTES + 8, head.timestamp().counter());
    byte[] k = key.getBytes(StandardCharsets.UTF_8);
    byte[] value = head.value();
    RestatementWriter writer = new RestatementWriter().wrap(out, 0, out.length);
    writer.head(RestatementView.STATE, k, 0, k.length, name, 0, value, 0, value.length);
    by.mark(new UniversalOpWriter().restatement(out, 0, writer.length()), Hash.ZERO);
  }

  private static List<Verdict> aside(KvNode node) throws StoreException {
    return node.replica().projection().setAside().stream().map(SetAside::verdict).toList();
  }

  @Test
  void aLieIsSetAsideOnEveryNodeWhateverElseItHasSeen() throws StoreException, RefusedException {
    KvNode ann = new KvNode(1);
    KvNode bob = new KvNode(2);
    ann.begin();
    bob.take(ann, 10);
    bob.write("a", "old");
    Head old = head(bob, "a");
    bob.write("a", "new");
    ann.take(bob, 10);
    ann.write("a", "beside");
    say(bob, "a", old);
    KvNode first = new KvNode(3);
    first.take(ann, 10);
    first.take(bob, 10);
    KvNode second = new KvNode(4);
    second.take(bob, 10);
    second.take(ann, 10);
    for (KvNode node : List.of(bob, first, second)) {
      assertEquals(List.of(Verdict.RESTATEMENT_REPLACED), aside(node));
    }
    assertEquals(Dropped.rows(first), Dropped.rows(second));
  }

  @Test
  void whatWasReplacedBesideIsLookedForInTurnsAndIsNoLie() throws StoreException, RefusedException {
    KvNode ann = new KvNode(1);
    KvNode bob = new KvNode(2);
    ann.begin();
    bob.take(ann, 10);
    bob.write("a", "of Bob");
    Head live = head(bob, "a");
    ann.take(bob, 10);
    ann.write("a", "beside");
    for (int i = 0; i < 1200; i++) {
      bob.write("b", "");
    }
    say(bob, "a", live);
    ann.take(bob, Integer.MAX_VALUE);
    assertTrue(ann.replica().projection().isWhole());
    assertEquals(List.of(), aside(ann));
    assertEquals("beside", new String(head(ann, "a").value(), StandardCharsets.UTF_8));
    bob.take(ann, Integer.MAX_VALUE);
    assertEquals(Dropped.rows(bob), Dropped.rows(ann));
  }

  @Test
  void aNewcomerKeepsWhatALateMemberReplacedBeforeTheRestatementCame()
      throws StoreException, RefusedException {
    KvNode ann = new KvNode(1);
    KvNode bob = new KvNode(2);
    ann.begin();
    bob.take(ann, 10);
    bob.write("key 1", "of Bob");
    ann.take(bob, 10);
    ann.write("key 1", "late");
    new PlainRestater(bob).restate(1, 1);
    ann.take(bob, 100);
    KvNode newcomer = new KvNode(9);
    Dropped dropped = Dropped.byMarks(ann, Integer.MAX_VALUE);
    assertEquals(1, dropped.count());
    dropped.bring(newcomer, new Random(3));
    assertEquals(Dropped.rows(ann), Dropped.rows(newcomer));
    assertEquals("late", new String(head(newcomer, "key 1").value(), StandardCharsets.UTF_8));
  }
}
