package dev.latticenano.edge.doctor;

import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One thing that is not as it should be: what, where, and what to do about it. */
public final class Finding {
  /** How bad it is. */
  public enum Severity {
    /** Nothing is wrong; a person may want to know. */
    NOTE,
    /** Something is out of order, nothing is lost; it can be mended here. */
    DISORDER,
    /** Something is lost here; a peer that has it brings it back. */
    DAMAGE,
    /** The node does not open; a person has to act. */
    FATAL
  }

  /** Puts something in order; returns what was done, or what still has to be. */
  public interface Mend {
    /** Does it. */
    String run() throws IOException, StoreException;
  }

  private final Severity severity;
  private final String kind;
  private final Path file;
  private long offset = -1;
  private long bytes = -1;
  private final String what;
  private final String remedy;
  private Mend mend;
  private boolean mended;
  private String outcome;

  /**
   * A finding.
   *
   * @param kind a short word for scripts, like {@code torn_tail}
   * @param file where it is
   * @param what what is wrong there, a clause that follows the place
   * @param remedy what to do, a clause
   */
  public Finding(Severity severity, String kind, Path file, String what, String remedy) {
    this.severity = severity;
    this.kind = kind;
    this.file = file;
    this.what = what;
    this.remedy = remedy;
  }

  /** Of a file that a write left behind that was stopped. */
  static Finding leftover(Path file) {
    return leftover(file, "a write that was stopped left it behind");
  }

  /** Of a file that nobody needs, which can be removed; {@code what} it is. */
  static Finding leftover(Path file, String what) {
    return new Finding(
            Severity.DISORDER, "leftover", file, what, "it does no harm; --repair removes it")
        .mend(
            () -> {
              Files.delete(file);
              return "removed";
            });
  }

  /** Says at which bytes of the file. Returns this. */
  public Finding at(long offset, long bytes) {
    this.offset = offset;
    this.bytes = bytes;
    return this;
  }

  /** Says how it can be mended. Returns this. */
  public Finding mend(Mend how) {
    mend = how;
    return this;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** A short word for scripts. */
  public String kind() {
    return kind;
  }

  /** True if a repair put it in order, for good. */
  public boolean isMended() {
    return mended;
  }

  /** Mends it if that is possible here. */
  void repair() {
    if (mend == null) {
      return;
    }
    try {
      outcome = mend.run();
      mended = true;
    } catch (IOException | StoreException e) {
      outcome = "could not be mended: " + e.getMessage();
    }
  }

  /** One plain sentence. */
  public String sentence() {
    String place = offset < 0 ? "" : " at byte " + offset + ", " + bytes + " bytes";
    return file + place + ": " + what + "; " + (outcome == null ? remedy : outcome);
  }

  /** For scripts. */
  public Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("severity", severity.name().toLowerCase(Locale.ROOT));
    row.put("kind", kind);
    row.put("file", file.toString());
    if (offset >= 0) {
      row.put("offset", offset);
      row.put("bytes", bytes);
    }
    row.put("what", what);
    row.put("remedy", remedy);
    row.put("mendable", mend != null);
    row.put("mended", mended);
    if (outcome != null) {
      row.put("outcome", outcome);
    }
    return row;
  }

  @Override
  public String toString() {
    return severity + " " + sentence();
  }
}
