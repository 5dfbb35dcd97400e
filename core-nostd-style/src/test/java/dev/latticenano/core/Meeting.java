package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Two nodes that exchange everything over one link, which may lose frames. Listens to it: what
 * somebody is sent who had it and dropped it was sent for nothing.
 */
final class Meeting {
  private static final LinkProfile LOSSY = new LinkProfile(4096, 200);
  private static final int ROUNDS_MAX = 4000;
  private static final int LINK = 1;

  private final SnapNode left;
  private final SnapNode right;
  private final int lossPercent;
  private final Random random;
  private final Map<SnapNode, Set<Hash>> had;
  private final byte[] bytes = new byte[Limits.FRAME_BYTES_MAX];
  private int come;
  private int needless;

  /**
   * @param had by node all that it ever had; grows
   */
  Meeting(
      SnapNode left, SnapNode right, int lossPercent, Random random, Map<SnapNode, Set<Hash>> had) {
    this.left = left;
    this.right = right;
    this.lossPercent = lossPercent;
    this.random = random;
    this.had = had;
  }

  /** Runs it until both rest. */
  void run() throws StoreException {
    Set<Hash> leftDropped = note(left);
    Set<Hash> rightDropped = note(right);
    LinkProfile profile = lossPercent > 0 ? LOSSY : LinkProfile.TCP;
    left.node.link(LINK, profile);
    right.node.link(LINK, profile);
    talk(leftDropped, rightDropped);
    left.node.unlink(LINK);
    right.node.unlink(LINK);
    note(left);
    note(right);
  }

  /** Adds what a node holds to what it ever had; returns what of all that it holds no more. */
  private Set<Hash> note(SnapNode node) throws StoreException {
    Set<Hash> all = had.computeIfAbsent(node, each -> new HashSet<>());
    Set<Hash> here = new HashSet<>();
    Dag dag = node.node.dag(node.store);
    byte[] hash = new byte[Hash.BYTES];
    int row = dag.pruning().next(0);
    for (; row < dag.sequence(); row = dag.pruning().next(row + 1)) {
      dag.copyHash(row, hash, 0);
      here.add(Hash.of(hash, 0));
    }
    all.addAll(here);
    Set<Hash> dropped = new HashSet<>(all);
    dropped.removeAll(here);
    return dropped;
  }

  private void talk(Set<Hash> leftDropped, Set<Hash> rightDropped) throws StoreException {
    int rounds = 0;
    for (int idle = 0; idle < 3; ) {
      assertTrue(rounds++ < ROUNDS_MAX, () -> "never at rest\n" + peers());
      boolean moved = carry(left, right, rightDropped) | carry(right, left, leftDropped);
      if (!moved) {
        left.rest(250);
        right.rest(250);
      }
      boolean complete = left.node.peer(LINK).isComplete() && right.node.peer(LINK).isComplete();
      idle = moved || !complete ? 0 : idle + 1;
    }
  }

  private String peers() {
    return left.node.peer(LINK) + "\n" + right.node.peer(LINK);
  }

  private boolean carry(SnapNode from, SnapNode to, Set<Hash> dropped) throws StoreException {
    int length = from.node.transmit(LINK, bytes, 0, from.nowMs);
    if (length == 0) {
      return false;
    }
    if (random.nextInt(100) >= lossPercent) {
      to.node.receive(LINK, bytes, 0, length, to.nowMs);
      listen(from, length, dropped);
    }
    return true;
  }

  /** A frame that was opened in place: behind its kind and its counter it is plain. */
  private void listen(SnapNode from, int length, Set<Hash> dropped) throws StoreException {
    int at = 1;
    while (at < length && bytes[at++] < 0) {
      continue;
    }
    FrameView frame = new FrameView().wrap(bytes, at, Math.max(0, length - at - Aead.TAG_BYTES));
    boolean found = frame.check() == Verdict.OK;
    while (found && frame.number() != Message.INTENTIONS) {
      found = frame.next();
    }
    if (!found) {
      return;
    }
    Cursor fields = new Cursor().wrap(bytes, frame.bodyOffset(), frame.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == 6) {
        listenToRun(from.node.dag(from.store), fields, dropped);
      }
    }
  }

  /** What a run looks up its sender has. */
  private void listenToRun(Dag dag, Cursor field, Set<Hash> dropped) throws StoreException {
    RunContext context =
        (prefix, offset, hash, author) -> {
          int row = dag.findByPrefix(prefix, offset);
          dag.copyHash(row, hash, 0);
          dag.copyAuthorKey(dag.author(row), author, 0);
          return true;
        };
    RunReader run = new RunReader(left.store, context);
    run.wrap(bytes, field.dataOffset(), field.dataLength());
    SignedIntentionView signed = new SignedIntentionView();
    byte[] hash = new byte[Hash.BYTES];
    while (run.next()) {
      signed.wrap(run.bytes(), run.offset(), run.length()).check();
      signed.intention().hash(Blake3.plain(), hash, 0);
      come++;
      needless += dropped.contains(Hash.of(hash, 0)) ? 1 : 0;
    }
    assertEquals(Verdict.OK, run.verdict());
  }

  /** Intentions that came, repetitions counted. */
  int come() {
    return come;
  }

  /** Intentions that came to who had dropped them before it began. */
  int needless() {
    return needless;
  }
}
