package dev.latticenano.core.reconcile;

import dev.latticenano.core.intention.Hash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/** An item as a value. */
record ModelItem(long created, Hash id) implements Comparable<ModelItem> {
  private static final Comparator<ModelItem> ORDER =
      Comparator.<ModelItem, Long>comparing(ModelItem::created, Long::compareUnsigned)
          .thenComparing(ModelItem::id);

  static ModelItem of(long created, byte[] id, int offset) {
    return new ModelItem(created, Hash.of(id, offset));
  }

  /**
   * An item of one of so many times; now and then of a great one, or with an id close to others.
   */
  static ModelItem random(Random random, int times) {
    byte[] id = new byte[Hash.BYTES];
    random.nextBytes(id);
    if (random.nextInt(8) == 0) {
      Arrays.fill(id, 0, random.nextInt(Hash.BYTES), (byte) 0xFF);
    }
    long created = random.nextInt(times);
    return of(random.nextInt(64) == 0 ? -2 - created : created, id, 0);
  }

  /** An item of this time and an id that follows from it. */
  static ModelItem at(long created) {
    return new ModelItem(created, new Hash(created * 31, -created, created, 1));
  }

  @Override
  public int compareTo(ModelItem other) {
    return ORDER.compare(this, other);
  }
}
