package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Remembered meetings about one store, in a table that no other node has the like of: by peer the
 * last sets on which both agreed, the newest first. It is no loss if they go: the next meeting
 * takes more bytes.
 *
 * <pre>
 * "met/" ‖ peer's key 32 → number 8 ‖ once or twice: digest 16 ‖ place in the witness order 4
 * </pre>
 *
 * Numbers are big-endian; that of a row rises with every meeting, so the least one is of the peer
 * met least recently, which goes when there are more than {@code Limits.MEETINGS_MAX}.
 */
public final class MeetingRows implements Meetings {
  private static final byte[] PREFIX = "met/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEHIND = "met0".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBER_BYTES = 8;
  private static final int MARK_BYTES = Mark.DIGEST_BYTES + 4;
  private static final int MARKS_MAX = 2;

  private final Table table;
  private long number;
  private int peers = -1;

  /** Of {@code table}, whose keys and values have any lengths and which may hold other rows. */
  public MeetingRows(Table table) {
    this.table = table;
  }

  @Override
  public List<Mark> of(byte[] peerKey) throws StoreException {
    byte[] value = new byte[TableShape.VARIABLE_BYTES_MAX];
    byte[] key = key(peerKey);
    int length = table.get(key, 0, key.length, value, 0);
    List<Mark> marks = new ArrayList<>();
    for (int at = NUMBER_BYTES; at + MARK_BYTES <= length; at += MARK_BYTES) {
      marks.add(new Mark(value, at, BigEndian.intAt(value, at + Mark.DIGEST_BYTES)));
    }
    return marks;
  }

  @Override
  public void agreed(byte[] peerKey, Mark mark) throws StoreException {
    List<Mark> marks = of(peerKey);
    if (peers < 0) {
      count();
    }
    peers += marks.isEmpty() ? 1 : 0;
    marks.add(0, mark);
    int kept = Math.min(marks.size(), MARKS_MAX);
    byte[] value = new byte[NUMBER_BYTES + kept * MARK_BYTES];
    BigEndian.putLong(value, 0, ++number);
    for (int i = 0; i < kept; i++) {
      int at = NUMBER_BYTES + i * MARK_BYTES;
      System.arraycopy(marks.get(i).digest(), 0, value, at, Mark.DIGEST_BYTES);
      BigEndian.putInt(value, at + Mark.DIGEST_BYTES, marks.get(i).sequence());
    }
    byte[] key = key(peerKey);
    table.put(key, 0, key.length, value, 0, value.length);
    if (peers > Limits.MEETINGS_MAX) {
      forgetOldest();
    }
  }

  private void count() throws StoreException {
    peers = 0;
    table.range(
        PREFIX,
        BEHIND,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          peers++;
          number = Math.max(number, BigEndian.longAt(value, valueOffset));
          return true;
        });
  }

  private void forgetOldest() throws StoreException {
    long[] least = {Long.MAX_VALUE};
    byte[] oldest = new byte[PREFIX.length + AuthorId.BYTES];
    table.range(
        PREFIX,
        BEHIND,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          long met = BigEndian.longAt(value, valueOffset);
          if (met < least[0] && keyLength == oldest.length) {
            least[0] = met;
            System.arraycopy(key, keyOffset, oldest, 0, keyLength);
          }
          return true;
        });
    table.delete(oldest, 0, oldest.length);
    peers--;
  }

  private static byte[] key(byte[] peerKey) {
    byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + AuthorId.BYTES);
    System.arraycopy(peerKey, 0, key, PREFIX.length, AuthorId.BYTES);
    return key;
  }
}
