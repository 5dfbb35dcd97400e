package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;

/** How much one DAG holds: intentions that wait, hashes they wait for, authors. */
record Capacity(int floatingMax, int missingMax, int authorsMax) {
  /** What {@link Limits} says. */
  static final Capacity FULL =
      new Capacity(Limits.FLOATING_MAX, Limits.MISSING_MAX, Limits.AUTHORS_MAX);

  /** How often what waits may name what it waits for, in all: several may wait for one. */
  int awaitedMax() {
    return 4 * missingMax;
  }
}
