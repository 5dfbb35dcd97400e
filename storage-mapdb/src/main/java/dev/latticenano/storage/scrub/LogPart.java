package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.Damages;
import dev.latticenano.storage.log.Recovery;
import dev.latticenano.storage.log.SegmentLog;

/** The log of one store: every record, header and footer. Its place is a position of the log. */
public final class LogPart implements ScrubPart {
  /** How its name begins; the store's id follows. */
  public static final String PREFIX = "log ";

  private final SegmentLog log;
  private long place;

  /** A part of {@code log}, which stays the caller's. */
  public LogPart(SegmentLog log) {
    this.log = log;
  }

  @Override
  public String name() {
    return PREFIX + log.store();
  }

  @Override
  public long bytes() {
    return log.end();
  }

  @Override
  public long place() {
    return place;
  }

  @Override
  public void begin(long place) {
    this.place = place;
  }

  @Override
  public long step(int budgetBytes, Findings findings) throws StoreException {
    long before = place;
    Damages met = new Damages();
    while (place - before < budgetBytes && place < log.end()) {
      long at = place;
      // One record, or one stretch of damage: so it is known where in the log it lies.
      place = Math.max(at, log.verify(at, 1, met));
      if (met.stretches() > 0) {
        tell(at, met, findings);
        met = new Damages();
      }
    }
    return place - before;
  }

  private void tell(long at, Damages met, Findings findings) throws StoreException {
    for (Recovery.Damage each : met.listed()) {
      findings.damaged(name(), at, each.file(), each.offset(), each.bytes(), each.reason());
    }
  }
}
