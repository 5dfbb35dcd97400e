package dev.latticenano.storage.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of segments that no longer prove themselves, as they are found: each once, the first
 * {@link #LISTED_MAX} with file, offset and reason, all of them counted.
 */
public final class Damages {
  /** Stretches listed; ours, so that a disk that is gone altogether fills no memory. */
  public static final int LISTED_MAX = 1024;

  private final List<Recovery.Damage> listed = new ArrayList<>();
  private long stretches;
  private long bytes;

  /** Notes a stretch, unless one that begins there is listed already. */
  public void add(Path file, long offset, long bytes, String reason) {
    if (at(file, offset) != null) {
      return;
    }
    stretches++;
    this.bytes += bytes;
    if (listed.size() < LISTED_MAX) {
      listed.add(new Recovery.Damage(file, offset, bytes, reason));
    }
  }

  /** A file is gone, and its damage with it. */
  void forget(Path file) {
    for (int i = listed.size() - 1; i >= 0; i--) {
      if (listed.get(i).file().equals(file)) {
        stretches--;
        bytes -= listed.remove(i).bytes();
      }
    }
  }

  /** The first ones, in the order in which they were found; a copy. */
  public List<Recovery.Damage> listed() {
    return List.copyOf(listed);
  }

  /** How many there are. */
  public long stretches() {
    return stretches;
  }

  /** How many bytes they have together. */
  public long bytes() {
    return bytes;
  }

  /** The stretch listed that begins at {@code offset}, or null. */
  Recovery.Damage at(Path file, long offset) {
    for (Recovery.Damage damage : listed) {
      if (damage.offset() == offset && damage.file().equals(file)) {
        return damage;
      }
    }
    return null;
  }
}
