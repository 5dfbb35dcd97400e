package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.ChunkTree;
import dev.latticenano.core.state.ContentWalk;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.ChunkReferences;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.Custody;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each chunk of a node is still good for, and so which of them garbage collection may take.
 * Counts the references of all live entries (every head, and the branches of forks, which count for
 * nothing but must be readable to be resolved) and of intentions that wait for others; remembers
 * what earlier versions referred to, and who else holds what.
 *
 * <p>Use: {@link #add} every store of the node, then {@link #settle}, then ask. Cold: reads every
 * log once and every chunk of names; about 100 bytes of memory a chunk.
 */
public final class ChunkCensus {
  /** What becomes of a chunk. */
  public enum Fate {
    /** A file needs it, or what is about to be one. */
    NEEDED,
    /** Only earlier versions refer to it, and too few others are known to hold it. */
    LAST_COPY,
    /** Nothing known refers to it, but not all that may is known. */
    UNSURE,
    /** Only earlier versions refer to it, and enough others hold it: it may go. */
    REPLACED,
    /** No intention ever named it, as when a put was killed: it may go. */
    ABANDONED
  }

  private final ChunkStore chunks;
  private final HeldChunks held;
  private final Custody custody;
  private final ContentWalk walk = new ContentWalk();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[Hash.BYTES];

  private final ChunkReferences live = new ChunkReferences();

  /** By level, all that any intention ever named. */
  private final ChunkReferences[] named = new ChunkReferences[ChunkTree.LEVELS_MAX + 1];

  /** Nodes above a chunk that stays: without them nobody would know what it was. */
  private final ChunkReferences pinned = new ChunkReferences();

  private final List<String> obstacles = new ArrayList<>();
  private final Map<Store, OpsReader> logs = new LinkedHashMap<>();
  private long listsMissing;
  private int copies;
  private boolean blind;

  /**
   * A census of {@code chunks} for the node whose 32-byte key is {@code own}: what it is itself
   * said to hold is no copy elsewhere.
   */
  public ChunkCensus(ChunkStore chunks, byte[] own) {
    this.chunks = chunks;
    this.held = new HeldChunks(chunks);
    this.custody = new Custody(own);
    for (int level = 0; level < named.length; level++) {
      named[level] = new ChunkReferences();
    }
  }

  /** What {@code key} is said to hold is no copy: a relay, which lets go of what is replaced. */
  public void leaveOut(byte[] key) {
    custody.leaveOut(key);
  }

  /** Counts one store. */
  public void add(Node node, StoreId id, Store log) throws StoreException {
    Replica replica = node.replica(id);
    boolean opaque = replica.machine() == null;
    count(replica.machine());
    count(replica.aside());
    for (Notice snapshot : SnapshotChunks.of(replica, 2)) {
      new SnapshotChunks().walk(snapshot, held, new Names(true));
    }
    OpsReader ops = new OpsReader(replica.seal());
    logs.put(log, ops);
    custody.read(log);
    Sealed sealed = new Sealed();
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          int body = kind == LogRecord.WITNESSED_INTENTION ? length - LogRecord.TIME_BYTES : length;
          if (kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION) {
            boolean waits = !isWitnessed(replica, kind, bytes, offset, body);
            visit(ops, bytes, offset, body, new Names(waits || opaque), sealed);
          }
          return true;
        });
    if (replica.dag().lostCount() > 0) {
      obstacle("store " + id + " waits for intentions that are lost here");
    }
    if (sealed.count > 0) {
      obstacle("store " + id + " has intentions that this node cannot read");
    }
  }

  /**
   * Records of a store's log are damaged: whatever no sound one names may have been named there.
   *
   * @param known false if nobody was told of it yet: then nothing goes at all
   */
  public void damaged(StoreId id, boolean known) {
    String sentence = "records of store " + id + " are damaged, which may have named them";
    if (known) {
      obstacles.add(sentence);
    } else {
      obstacle(sentence + ": lattice doctor --repair");
    }
  }

  private void obstacle(String sentence) {
    obstacles.add(sentence);
    blind = true;
  }

  private void count(StateMachine machine) throws StoreException {
    if (machine instanceof FileState files) {
      walk.walk(files, held, new Names(true));
    }
  }

  private boolean isWitnessed(Replica replica, int kind, byte[] bytes, int offset, int length)
      throws StoreException {
    if (kind == LogRecord.WITNESSED_INTENTION) {
      return true;
    }
    if (signed.wrap(bytes, offset, length).check() != Verdict.OK) {
      return false;
    }
    signed.intention().hash(blake3, hash, 0);
    return replica.dag().find(hash, 0) >= 0;
  }

  /** How many intentions could not be read. */
  private static final class Sealed {
    int count;
  }

  private void visit(
      OpsReader ops,
      byte[] bytes,
      int offset,
      int length,
      ContentWalk.Visitor<StoreException> visitor,
      Sealed sealed)
      throws StoreException {
    if (signed.wrap(bytes, offset, length).check() != Verdict.OK) {
      return;
    }
    Verdict verdict = ops.open(signed.intention());
    sealed.count += verdict == Verdict.SEALED_NO_KEY ? 1 : 0;
    if (verdict != Verdict.OK) {
      return;
    }
    UniversalOpView inner = ops.ops();
    if (inner.kind() == UniversalOpView.Kind.APP_DATA) {
      int from = inner.contentOffset();
      walk.walk(inner.contentBytes(), from, inner.contentLength(), held, visitor);
    }
  }

  /** Takes down names; with {@code needed} each is a live reference. */
  private final class Names implements ContentWalk.Visitor<StoreException> {
    private final boolean needed;

    Names(boolean needed) {
      this.needed = needed;
    }

    @Override
    public void content(int levels) {}

    @Override
    public void chunk(byte[] name, int offset, int level) {
      named[level].add(name, offset);
      if (needed) {
        live.add(name, offset);
      }
    }

    @Override
    public void unknown() {
      listsMissing += needed ? 1 : 0;
    }
  }

  /**
   * Decides, for chunks to go of which at least {@code copies} others are known to hold one.
   *
   * @param damaged whether lists of chunks lie here damaged, so that what they named is not known
   */
  public void settle(int copies, boolean damaged) throws StoreException {
    this.copies = copies;
    if (listsMissing > 0) {
      obstacles.add(listsMissing + " lists of chunks that files need are not here");
    } else if (damaged) {
      obstacles.add("chunks lie here damaged that may have been lists of others");
    }
    Pins pins = new Pins();
    for (Map.Entry<Store, OpsReader> log : logs.entrySet()) {
      log.getKey()
          .scan(
              0,
              (position, kind, bytes, offset, length) -> {
                int body =
                    kind == LogRecord.WITNESSED_INTENTION ? length - LogRecord.TIME_BYTES : length;
                if (kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION) {
                  visit(log.getValue(), bytes, offset, body, pins, new Sealed());
                }
                return true;
              });
    }
  }

  /** Marks the nodes above every chunk that stays as the last copy. */
  private final class Pins implements ContentWalk.Visitor<StoreException> {
    private final byte[][] above = new byte[ChunkTree.LEVELS_MAX + 1][Hash.BYTES];
    private int levels;

    @Override
    public void content(int levels) {
      this.levels = levels;
    }

    @Override
    public void chunk(byte[] name, int offset, int level) throws StoreException {
      System.arraycopy(name, offset, above[level], 0, Hash.BYTES);
      boolean stays = live.count(name, offset) == 0 && isLast(name, offset);
      for (int i = level + 1; stays && i <= levels; i++) {
        if (pinned.count(above[i], 0) == 0) {
          pinned.add(above[i], 0);
        }
      }
    }

    @Override
    public void unknown() {}
  }

  private boolean isLast(byte[] cid, int offset) throws StoreException {
    return custody.copies(cid, offset) < copies && chunks.holds(cid, offset);
  }

  /** What becomes of the chunk, held here, named by the 32 bytes at {@code cid[offset]}. */
  public Fate fate(byte[] cid, int offset) {
    if (live.count(cid, offset) > 0) {
      return Fate.NEEDED;
    }
    if (blind) {
      return Fate.UNSURE;
    }
    if (level(cid, offset) < 0) {
      return obstacles.isEmpty() ? Fate.ABANDONED : Fate.UNSURE;
    }
    boolean last = custody.copies(cid, offset) < copies || pinned.count(cid, offset) > 0;
    return last ? Fate.LAST_COPY : Fate.REPLACED;
  }

  /** The highest level at which any intention names the chunk; -1 if none does. */
  private int level(byte[] cid, int offset) {
    for (int level = named.length - 1; level >= 0; level--) {
      if (named[level].count(cid, offset) > 0) {
        return level;
      }
    }
    return -1;
  }

  /**
   * In which pass of a sweep the chunk goes: what names others after them, or a cut between would
   * leave chunks that nothing names. -1: it stays.
   */
  public int pass(byte[] cid, int offset) {
    return switch (fate(cid, offset)) {
      case REPLACED -> level(cid, offset);
      case ABANDONED -> 0;
      case NEEDED, LAST_COPY, UNSURE -> -1;
    };
  }

  /** The references of live entries. */
  public ChunkReferences live() {
    return live;
  }

  /** Who else holds what. */
  public Custody custody() {
    return custody;
  }

  /** Why chunks are {@link Fate#UNSURE}, a clause each; empty if none is. */
  public List<String> obstacles() {
    return List.copyOf(obstacles);
  }
}
