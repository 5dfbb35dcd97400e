package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * The witness order in stretches of {@value Stretch#ROWS} rows: who wrote each row and which it
 * cites, and, where a stretch begins, what the tops of the chains had seen. What a row has seen
 * follows from both ({@link StretchWalk}). Rows of the table rise with the witness order, so that
 * each is written once; the last stretch lies on the heap, and after a checkpoint in the table
 * {@code dag}.
 *
 * <pre>
 * vector   2 × stretch 4 ‖ authors / 16    {@link TopsPart}, where tops were kept
 * vector   2 × stretch + 1 4 ‖ 0           {@link Stretch}
 * 't'                                      stretches from which on none was swept 4 ‖ stretch 4 ‖ {@link Stretch}
 * </pre>
 *
 * Tops are kept where they take no more than so many bytes a row, at most; of authors alone who
 * have seen something new since. From the row on at which there are more than {@value
 * Stretch#AUTHORS_MAX} authors nothing is told.
 */
final class Stretches {
  /** There is no such stretch, or nothing is told. */
  static final int NONE = -1;

  /** Numbers of tops that may be kept at every stretch. */
  private static final int TOPS_MAX = 10_240;

  private static final int BACK_MAX = 250;
  private static final int AUTHORS_MIN = 16;
  private static final int OPEN_HEAD_BYTES = 8;
  private static final byte OPEN_KEY = 't';

  private final Table table;
  private final Table dag;
  private final Authors authors;
  private final Vectors vectors;
  private final byte[] key = new byte[5];
  private final byte[] openKey = {OPEN_KEY};
  private final OpenStretch open = new OpenStretch();
  private final Stretch view = new Stretch();
  private final byte[] block = new byte[Stretch.ROOM + OPEN_HEAD_BYTES];
  private final IntList cited = new IntList();
  private byte[] part = {};
  private int heldStretch = NONE;
  private int heldPart = NONE;
  // Of each stretch how many back the last tops lie that were kept, plus one; 0: not looked yet.
  private byte[] backs = new byte[16];
  private int swept;
  private boolean ended;
  private int topsAt = NONE;
  // Of each author: how high its chain is told, the stretch that has its row, what is new since.
  private int[] heights = {};
  private int[] rowAt = {};
  private int[] high = {};
  private boolean[] told = {};
  private boolean[] risen = {};

  Stretches(Table table, Table dag, Authors authors, Vectors vectors) {
    this.table = table;
    this.dag = dag;
    this.authors = authors;
    this.vectors = vectors;
  }

  void clear() {
    open.close();
    cited.clear();
    forgetHeld();
    Arrays.fill(backs, (byte) 0);
    Arrays.fill(heights, 0);
    Arrays.fill(rowAt, NONE);
    Arrays.fill(told, true);
    Arrays.fill(risen, false);
    swept = 0;
    ended = false;
    topsAt = NONE;
  }

  private void forgetHeld() {
    heldStretch = NONE;
    heldPart = NONE;
  }

  // Every part is of this process, or of one that knew no more authors than this one began with.
  private void makeRoom(int count) {
    int before = heights.length;
    if (count > before) {
      int most = Math.min(Math.max(count, Math.max(AUTHORS_MIN, 2 * before)), Stretch.AUTHORS_MAX);
      part = new byte[TopsPart.room(most)];
      forgetHeld();
      heights = Arrays.copyOf(heights, most);
      high = new int[most];
      rowAt = Arrays.copyOf(rowAt, most);
      told = Arrays.copyOf(told, most);
      risen = Arrays.copyOf(risen, most);
      Arrays.fill(rowAt, before, most, NONE);
      Arrays.fill(told, before, most, true);
    }
  }

  /** Takes up what the last checkpoint left, of which there are so many rows. */
  void restore(int rows) throws StoreException {
    clear();
    int length = dag.get(openKey, 0, 1, block, 0);
    ended = length == Table.ABSENT && rows > 0;
    swept = length == Table.ABSENT ? 0 : BigEndian.intAt(block, 0);
    int count = Math.min(authors.count(), Stretch.AUTHORS_MAX);
    makeRoom(count);
    if (length <= OPEN_HEAD_BYTES) {
      return;
    }
    int number = BigEndian.intAt(block, 4);
    System.arraycopy(block, OPEN_HEAD_BYTES, block, 0, length - OPEN_HEAD_BYTES);
    view.wrap(block);
    open.read(number, view, cited);
    cited.clear();
    topsAt = number - open.back();
    for (int author = 0; author < count; author++) {
      restoreTop(author);
    }
    for (int each = topsAt; each <= number; each++) {
      Stretch stretch = at(each);
      for (int place = stretch == null ? 0 : stretch.rows(); place-- > 0; ) {
        if (place == stretch.rows() - 1) {
          stretch.seek(place);
        }
        int author = stretch.author(place);
        boolean cites = stretch.step(place) > 0;
        if (author != Stretch.UNTOLD) {
          heights[author]++;
          risen[author] |= cites;
        }
      }
    }
    for (int author = 0; author < count; author++) {
      told[author] &= heights[author] >= authors.height(author);
      heights[author] = Math.max(heights[author], authors.height(author));
      risen[author] |= !told[author];
    }
  }

  private void restoreTop(int author) throws StoreException {
    int place = place(topsAt, author);
    if (place != TopsPart.NONE) {
      heights[author] = TopsPart.height(part, author);
      told[author] = place != TopsPart.UNTOLD;
      boolean back = place >= TopsPart.BACK;
      rowAt[author] = back ? topsAt - (place - TopsPart.BACK) : topsAt;
      rowAt[author] = place == TopsPart.BACK || !told[author] ? NONE : rowAt[author];
    }
  }

  /** Writes what a checkpoint keeps. */
  void writeOpen() throws StoreException {
    if (ended) {
      dag.delete(openKey, 0, 1);
      return;
    }
    forgetHeld();
    int length = open.number() == NONE ? 0 : open.write(block);
    System.arraycopy(block, 0, block, OPEN_HEAD_BYTES, length);
    BigEndian.putInt(block, 0, swept);
    BigEndian.putInt(block, 4, open.number());
    dag.put(openKey, 0, 1, block, 0, OPEN_HEAD_BYTES + length);
  }

  /**
   * {@code row} comes next. Returns true if a stretch begins with it and tops are to be kept there:
   * {@link #keepTops} is to follow.
   */
  boolean begin(int row) throws StoreException {
    if (authors.count() > Stretch.AUTHORS_MAX && !ended) {
      ended = true;
      close();
    }
    int number = row / Stretch.ROWS;
    if (ended || open.number() == number) {
      return false;
    }
    makeRoom(authors.count());
    boolean next = open.number() == number - 1;
    close();
    int back = number - topsAt;
    boolean due = topsAt == NONE || !next || back >= BACK_MAX || isDue(back);
    topsAt = due ? number : topsAt;
    for (int author = 0; author < heights.length; author++) {
      risen[author] |= rowAt[author] != NONE && number - rowAt[author] > TopsPart.BACK_MAX;
    }
    open.begin(number, due ? 0 : back);
    return due;
  }

  private boolean isDue(int back) {
    int rows = 0;
    for (int author = 0; author < authors.count(); author++) {
      rows += risen[author] ? 1 : 0;
    }
    return (long) rows * authors.count() <= (long) TOPS_MAX * back;
  }

  private void close() throws StoreException {
    if (open.number() != NONE) {
      forgetHeld();
      int length = open.write(block);
      putKey(2 * open.number() + 1, 0);
      table.put(key, 0, key.length, block, 0, length);
      open.close();
    }
  }

  private void putKey(int number, int group) {
    BigEndian.putInt(key, 0, number);
    key[4] = (byte) group;
  }

  /** True if {@code author} has seen something since its row was kept. */
  boolean hasRisen(int author) {
    return author < risen.length && risen[author];
  }

  /** How high the chain of {@code author} is, as far as this was told. */
  int height(int author) {
    return heights[author];
  }

  /**
   * Keeps the vectors of the tops of all who have risen, which are exact.
   *
   * @param next who is about to get one more height, which its chain has already
   */
  void keepTops(int next) throws StoreException {
    int count = authors.count();
    int known = 0;
    Arrays.fill(high, 0);
    for (int author = 0; author < count; author++) {
      int chain = authors.height(author) - (author == next ? 1 : 0);
      high[author] = Math.max(high[author], Math.max(heights[author], chain));
      for (int other = 0; risen[author] && other < count; other++) {
        high[other] = Math.max(high[other], Vectors.at(vectors.top(author), other));
      }
    }
    for (int author = 0; author < count; author++) {
      known = high[author] > 0 ? author + 1 : known;
    }
    heldPart = NONE;
    for (int from = 0; from == 0 || from < known; from += TopsPart.AUTHORS) {
      Arrays.fill(part, (byte) 0);
      int here = Math.min(known - from, TopsPart.AUTHORS);
      int end = TopsPart.begin(part, known, here, high);
      for (int author = from; author < from + here; author++) {
        int place = end;
        told[author] = heights[author] == high[author];
        if (told[author] && risen[author]) {
          end = TopsPart.putRow(part, end, author, known, high, vectors.top(author));
          rowAt[author] = topsAt;
          risen[author] = false;
        } else {
          place = rowAt[author] == NONE ? 0 : topsAt - rowAt[author];
          place = told[author] ? TopsPart.BACK + place : TopsPart.UNTOLD;
        }
        TopsPart.putPlace(part, author - from, place);
      }
      putKey(2 * topsAt, from / TopsPart.AUTHORS);
      table.put(key, 0, key.length, part, 0, end);
    }
  }

  /** The row that comes next cites {@code row}, and none of it before; NONE: a mere name. */
  void cite(int row) {
    cited.add(row);
  }

  /** {@code row} is that of {@code author} at {@code height}, and cites those told before. */
  void add(int row, int author, int height) {
    if (!ended) {
      makeRoom(author + 1);
      told[author] &= height == heights[author] + 1 && open.hasRoom(row % Stretch.ROWS, cited);
      heights[author] = height;
      risen[author] |= cited.count() > 0 || !told[author];
      if (told[author]) {
        open.add(row % Stretch.ROWS, author, cited);
      } else {
        open.skip(row % Stretch.ROWS + 1);
      }
    }
    cited.clear();
  }

  /** A stretch, lent until the next is asked for; null if there is none. */
  Stretch at(int number) throws StoreException {
    if (number == open.number()) {
      return open.view();
    }
    if (number != heldStretch) {
      heldStretch = NONE;
      putKey(2 * number + 1, 0);
      if (table.get(key, 0, key.length, block, 0) == Table.ABSENT) {
        return null;
      }
      heldStretch = number;
      view.wrap(block);
    }
    return view;
  }

  /** True if all of a stretch that is not here was settled and is gone. */
  boolean isSwept(int number) {
    return number < swept;
  }

  /** The last stretch up to this one where tops were kept; or none. */
  int topsOf(int number) throws StoreException {
    if (number >= backs.length) {
      backs = Arrays.copyOf(backs, Math.max(number + 1, backs.length + backs.length / 4));
    }
    if (backs[number] == 0) {
      Stretch stretch = at(number);
      if (stretch == null) {
        return NONE;
      }
      backs[number] = (byte) (stretch.back() + 1);
    }
    return number - (backs[number] & 0xFF) + 1;
  }

  /** How high the chain of {@code author} was where tops were kept. */
  int height(int tops, int author) throws StoreException {
    return author < Stretch.AUTHORS_MAX && hold(tops, author) ? TopsPart.height(part, author) : 0;
  }

  /** What the top of {@code author} had seen of {@code other} there; {@link #NONE}: not told. */
  int seen(int tops, int author, int other) throws StoreException {
    int place = row(tops, author);
    return place > 0 ? TopsPart.seen(part, place, other) : place;
  }

  /** Raises {@code vector} to what the top of {@code author} had seen there; false: not told. */
  boolean join(int tops, int author, int[] vector) throws StoreException {
    int place = row(tops, author);
    if (place > 0) {
      TopsPart.join(part, place, author, vector);
    }
    return place != NONE;
  }

  // Where a row begins in the part held; 0: it has seen nothing.
  private int row(int tops, int author) throws StoreException {
    int place = place(tops, author);
    if (place == TopsPart.NONE || place == TopsPart.BACK) {
      return 0;
    }
    if (place == TopsPart.UNTOLD) {
      return NONE;
    }
    if (place > TopsPart.BACK) {
      place = place(tops - (place - TopsPart.BACK), author);
      place = place == TopsPart.NONE || place >= TopsPart.BACK ? NONE : place;
    }
    return place;
  }

  private int place(int tops, int author) throws StoreException {
    if (author >= Stretch.AUTHORS_MAX) {
      return TopsPart.UNTOLD;
    }
    return hold(tops, author)
        ? TopsPart.place(part, author % TopsPart.AUTHORS)
        : isSwept(tops) ? TopsPart.UNTOLD : TopsPart.NONE;
  }

  private boolean hold(int tops, int author) throws StoreException {
    int wanted = tops * (Stretch.AUTHORS_MAX / TopsPart.AUTHORS + 1) + author / TopsPart.AUTHORS;
    if (wanted != heldPart) {
      heldPart = NONE;
      putKey(2 * tops, author / TopsPart.AUTHORS);
      if (table.get(key, 0, key.length, part, 0) == Table.ABSENT) {
        return false;
      }
      heldPart = wanted;
    }
    return true;
  }

  /** Forgets a stretch, of which all rows are settled. */
  void remove(int number) throws StoreException {
    forgetHeld();
    swept = Math.max(swept, number + 1);
    putKey(2 * number + 1, 0);
    table.delete(key, 0, key.length);
    for (int from = 0; from < heights.length; from += TopsPart.AUTHORS) {
      putKey(2 * number, from / TopsPart.AUTHORS);
      table.delete(key, 0, key.length);
    }
  }
}
