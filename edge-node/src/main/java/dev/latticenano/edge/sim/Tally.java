package dev.latticenano.edge.sim;

import dev.latticenano.core.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one node did in a run, or all of them together. */
public final class Tally {
  long bytesSent;
  long framesSent;
  long sessions;
  long written;
  long received;
  long repeated;
  long syncs;
  long diskBytes;
  long powerCuts;
  final Map<String, Long> refusals = new TreeMap<>();
  final Map<String, Long> troubles = new TreeMap<>();

  /** Nothing yet. */
  public Tally() {}

  /** One more of something that has a name. */
  static void count(Map<String, Long> counts, String name) {
    counts.merge(name, 1L, Long::sum);
  }

  /** True for what a person would be told of, and would rather not be. */
  static boolean isTrouble(Event event) {
    return event instanceof Event.Quarantined
        || event instanceof Event.Stalled
        || event instanceof Event.Forked
        || event instanceof Event.OwnTipUnknown
        || event instanceof Event.Lost
        || event instanceof Event.Full
        || event instanceof Event.BaseRefused
        || event instanceof Event.SnapshotRefused;
  }

  /** Adds another's counts. */
  public void add(Tally other) {
    bytesSent += other.bytesSent;
    framesSent += other.framesSent;
    sessions += other.sessions;
    written += other.written;
    received += other.received;
    repeated += other.repeated;
    syncs += other.syncs;
    diskBytes += other.diskBytes;
    powerCuts += other.powerCuts;
    other.refusals.forEach((name, count) -> refusals.merge(name, count, Long::sum));
    other.troubles.forEach((name, count) -> troubles.merge(name, count, Long::sum));
  }

  /** Its counts by name, in the order of a table's columns. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("sessions", sessions);
    counts.put("frames_sent", framesSent);
    counts.put("bytes_sent", bytesSent);
    counts.put("written", written);
    counts.put("received", received);
    counts.put("received_twice", repeated);
    counts.put("syncs", syncs);
    counts.put("disk_bytes", diskBytes);
    counts.put("power_cuts", powerCuts);
    return counts;
  }

  /** Refusals by verdict, given and told. */
  public Map<String, Long> refusals() {
    return refusals;
  }

  /** Other things that a person would be told of, by event. */
  public Map<String, Long> troubles() {
    return troubles;
  }
}
