package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;

/**
 * One intention on its way in: its views, its hash, and what it cites as rows, as far as that is
 * witnessed. Reads tables, changes nothing. Allocates nothing once its list has grown.
 */
final class Offered {
  private static final int NONE = Rows.NONE;

  private final byte[] storeId;
  private final Blake3 blake3;
  private final Rows rows;
  private final Names names;
  private final Authors authors;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final byte[] hash = new byte[Hash.BYTES];
  private final IntList cited = new IntList();
  private IntentionView intention;
  private int author;
  private int prev;
  private boolean foreign;
  private boolean waits;
  private int height;
  private int generation;

  Offered(byte[] storeId, Blake3 blake3, Rows rows, Names names, Authors authors) {
    this.storeId = storeId;
    this.blake3 = blake3;
    this.rows = rows;
    this.names = names;
    this.authors = authors;
  }

  /** Looks at {@code length} bytes; the rest answers only after OK. */
  Verdict open(byte[] bytes, int offset, int length) {
    return open(bytes, offset, length, null);
  }

  /** As above; {@code name} is the intention's hash, or null if it is to be worked out. */
  Verdict open(byte[] bytes, int offset, int length, byte[] name) {
    Verdict verdict = signed.wrap(bytes, offset, length).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    intention = signed.intention();
    int at = intention.storeOffset();
    for (int i = 0; i < storeId.length; i++) {
      if (bytes[at + i] != storeId[i]) {
        return Verdict.WRONG_STORE;
      }
    }
    if (name == null) {
      intention.hash(blake3, hash, 0);
    } else {
      System.arraycopy(name, 0, hash, 0, Hash.BYTES);
    }
    return Verdict.OK;
  }

  SignedIntentionView signed() {
    return signed;
  }

  IntentionView intention() {
    return intention;
  }

  /** The array that the intention's offsets count in. */
  byte[] bytes() {
    return intention.bytes();
  }

  /** The intention's 32-byte hash; lent. */
  byte[] hash() {
    return hash;
  }

  /** Looks up what the intention cites; what follows answers only after that. */
  void resolve() throws StoreException {
    author = authors.find(bytes(), intention.authorOffset());
    prev = NONE;
    foreign = false;
    waits = false;
    height = 1;
    generation = 0;
    cited.clear();
    if (!intention.isFirst()) {
      resolvePrev(intention.storePrevOffset());
    }
    for (int i = 0; i < intention.conditionCount(); i++) {
      int offset = intention.conditionOffset(i);
      // The zero hash names nothing, and nothing need be awaited for it (as in the Rust engine).
      if (!Hash.isZero(bytes(), offset)) {
        int row = names.find(bytes(), offset);
        if (row == NONE) {
          waits = true;
        } else {
          cited.add(row);
          generation = Math.max(generation, rows.generation(row));
        }
      }
    }
    generation++;
  }

  private void resolvePrev(int offset) throws StoreException {
    prev = author == NONE ? NONE : authors.tipOfHash(author, bytes(), offset);
    if (prev != NONE) {
      height = authors.height(author) + 1;
      generation = authors.tipGeneration(author);
      return;
    }
    prev = names.find(bytes(), offset);
    if (prev == NONE) {
      waits = true;
      return;
    }
    foreign = rows.author(prev) != author;
    height = rows.height(prev) + 1;
    generation = rows.generation(prev);
  }

  /** The author's number, or {@link Rows#NONE} for one not met yet. */
  int author() {
    return author;
  }

  /** The row of the store_prev, or {@link Rows#NONE} if there is none or it is not witnessed. */
  int prev() {
    return prev;
  }

  /** True if the store_prev is witnessed and another author's. */
  boolean isForeign() {
    return foreign;
  }

  /** True if something cited is not witnessed. */
  boolean waits() {
    return waits;
  }

  /** The rows in the condition that are witnessed. */
  IntList cited() {
    return cited;
  }

  /** Height in the author's chain, if nothing is to be waited for. */
  int height() {
    return height;
  }

  /** 1 + the greatest generation of what is cited, if nothing is to be waited for. */
  int generation() {
    return generation;
  }
}
