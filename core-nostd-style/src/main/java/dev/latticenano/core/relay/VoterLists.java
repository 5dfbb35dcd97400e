package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.ContentHeights;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest signed chunk list of each member of one store on a relay, and which of them count:
 * those of owners and voters that are not dormant, taken under the manifest that holds, and after
 * the newest intention of the member's own here that is no ack. Rows of the table {@code lists},
 * which are asked for again if the tables are lost:
 *
 * <pre>
 * member's key 32   event 8 ‖ sequence of the manifest 8 ‖ height of the member's chain then 4 ‖
 *                   the list
 * </pre>
 */
final class VoterLists {
  private static final TableShape SHAPE = TableShape.variable("lists");
  private static final int MANIFEST_AT = 8;
  private static final int HEIGHT_AT = 16;
  private static final int LIST_AT = 20;

  private final Dag dag;
  private final Table table;
  private final ContentHeights contents;
  private final LeftChunks left;
  private final Map<AuthorId, Taken> taken = new HashMap<>();

  /** A list, and what was so when it was taken. */
  private record Taken(ChunkList list, long event, long manifest, int height) {}

  VoterLists(Dag dag, Tables tables, LeftChunks left) throws StoreException {
    this.dag = dag;
    this.table = tables.table(SHAPE);
    this.contents = new ContentHeights(dag);
    this.left = left;
  }

  /** Takes up what the tables say. */
  void begin() throws StoreException {
    table.range(
        new byte[0],
        null,
        (key, keyOffset, keyLength, row, at, length) -> {
          byte[] list = new byte[length - LIST_AT];
          System.arraycopy(row, at + LIST_AT, list, 0, list.length);
          long manifest = BigEndian.longAt(row, at + MANIFEST_AT);
          int height = BigEndian.intAt(row, at + HEIGHT_AT);
          long event = BigEndian.longAt(row, at);
          taken.put(
              AuthorId.of(key, keyOffset), new Taken(ChunkList.of(list), event, manifest, height));
          return true;
        });
  }

  /** The sequence of a member's newest list; 0: there is none. */
  long sequence(AuthorId member) {
    Taken newest = taken.get(member);
    return newest == null ? 0 : newest.list.sequence();
  }

  /**
   * Takes a list whose form and signature are right, if it may be taken.
   *
   * @param heard BLAKE3 of the names that were told last; {@link Hash#ZERO} for none
   * @return OK, or the rule it breaks
   */
  Verdict take(ChunkList list, AuthorId bringer, Manifest manifest, Hash heard)
      throws StoreException {
    byte[] digest = new byte[Hash.BYTES];
    dag.shown().digest(digest, 0);
    boolean ours = list.store().equals(manifest.store()) && list.member().equals(bringer);
    if (!ours || !counts(bringer, manifest)) {
      return Verdict.CHUNK_LIST_FOREIGN;
    }
    if (list.sequence() <= sequence(bringer)) {
      return Verdict.CHUNK_LIST_OLD;
    }
    if (!list.content().digest().matches(digest, 0)) {
      return Verdict.CHUNK_LIST_UNEVEN;
    }
    if (heard.equals(Hash.ZERO) || !list.content().names().equals(heard)) {
      return Verdict.CHUNK_LIST_UNHEARD;
    }
    keep(new Taken(list, left.next(), manifest.sequence(), height(bringer)));
    return Verdict.OK;
  }

  private void keep(Taken newest) throws StoreException {
    byte[] list = newest.list.toBytes();
    byte[] row = new byte[LIST_AT + list.length];
    BigEndian.putLong(row, 0, newest.event);
    BigEndian.putLong(row, MANIFEST_AT, newest.manifest);
    BigEndian.putInt(row, HEIGHT_AT, newest.height);
    System.arraycopy(list, 0, row, LIST_AT, list.length);
    AuthorId member = newest.list.member();
    table.put(member.toBytes(), 0, AuthorId.BYTES, row, 0, row.length);
    taken.put(member, newest);
  }

  private int height(AuthorId member) {
    int author = dag.findAuthor(member.toBytes(), 0);
    return author == Dag.NONE ? 0 : dag.authorHeight(author);
  }

  /** True if the list of this one is waited for: it is an owner or voter, and not dormant. */
  static boolean counts(AuthorId member, Manifest manifest) {
    return manifest.votes(member.toBytes(), 0);
  }

  /** The event at which the newest list of a member was taken; 0 if none counts any more. */
  private long event(AuthorId member, Manifest manifest) throws StoreException {
    Taken newest = taken.get(member);
    if (newest == null || newest.manifest != manifest.sequence()) {
      return 0;
    }
    int author = dag.findAuthor(member.toBytes(), 0);
    boolean since =
        author != Dag.NONE
            && (dag.isForked(author)
                || dag.authorHeight(author) > newest.height
                    && contents.newest(author, newest.height) > 0);
    return since ? 0 : newest.event;
  }

  /** The event before which all who count have left out what may go; 0: nothing may. */
  long limit(Manifest manifest) throws StoreException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < manifest.members(); i++) {
      if (counts(manifest.member(i), manifest)) {
        least = Math.min(least, event(manifest.member(i), manifest));
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /** Bytes that a member holds back who has not signed a list since they were left out. */
  long heldBack(AuthorId member, Manifest manifest) throws StoreException {
    boolean may = !left.isEmpty() && counts(member, manifest);
    return may ? left.bytesFrom(event(member, manifest)) : 0;
  }

  /** Whoever holds something back, most first. */
  List<ChunkLoad.Holder> holders(Manifest manifest) throws StoreException {
    List<ChunkLoad.Holder> holders = new ArrayList<>();
    if (left.isEmpty()) {
      return holders;
    }
    for (int i = 0; i < manifest.members(); i++) {
      long bytes = heldBack(manifest.member(i), manifest);
      if (bytes > 0) {
        holders.add(new ChunkLoad.Holder(manifest.member(i), bytes));
      }
    }
    holders.sort(Comparator.comparingLong(ChunkLoad.Holder::bytes).reversed());
    return holders.subList(0, Math.min(holders.size(), ChunkLoad.HOLDERS_MAX));
  }
}
