package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/** What one store begins with instead of its log's beginning, as a session asks for it. */
public interface Bases {
  /** Of a store whose log nobody shortens, and that takes none of others. */
  Bases NONE =
      new Bases() {
        @Override
        public BaseProof given() {
          return BaseProof.NONE;
        }

        @Override
        public Verdict take(BaseProof proof) {
          return Verdict.OK;
        }

        @Override
        public boolean isAtWork() {
          return false;
        }

        @Override
        public Verdict outcome() {
          return Verdict.OK;
        }

        @Override
        public int bytesMax() {
          return 2 * Limits.BASE_BYTES_MAX;
        }
      };

  /** What to hand to a peer that lacks what was dropped here. */
  BaseProof given() throws StoreException;

  /**
   * A peer hands over {@code proof}: looks at it, and fetches what it names if that helps.
   *
   * @return OK, or the rule it breaks
   */
  Verdict take(BaseProof proof) throws StoreException;

  /** True while what was taken is being worked on, for which no peer is needed. */
  boolean isAtWork();

  /** What was found wrong with what was taken last; OK while nothing was. */
  Verdict outcome();

  /** Bytes of a base that may come before its last part has; beyond them it is dropped. */
  int bytesMax();
}
