package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;

/**
 * How much one DAG holds: intentions that wait, hashes they wait for, authors; and how many heights
 * lie at least between two vectors that {@link Vectors} keeps, and how many ints those may have.
 */
record Capacity(int floatingMax, int missingMax, int authorsMax, int spacing, int vectorInts) {
  /** What {@link Limits} says. */
  static final Capacity FULL =
      new Capacity(Limits.FLOATING_MAX, Limits.MISSING_MAX, Limits.AUTHORS_MAX);

  Capacity(int floatingMax, int missingMax, int authorsMax) {
    this(floatingMax, missingMax, authorsMax, Vectors.SPACING, Vectors.INTS_MAX);
  }

  /** How often what waits may name what it waits for, in all: several may wait for one. */
  int awaitedMax() {
    return 4 * missingMax;
  }
}
