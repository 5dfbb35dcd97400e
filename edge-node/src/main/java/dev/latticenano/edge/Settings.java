package dev.latticenano.edge;

import dev.latticenano.core.Acks;
import dev.latticenano.core.Node;
import dev.latticenano.core.Restating;
import dev.latticenano.core.SnapshotPolicy;
import dev.latticenano.core.session.GroupCommit;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.storage.DataDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the owner of a node has chosen, key by key; what is not chosen has its default. The text is
 * one {@code key = value} a line; blank lines and lines that begin with {@code #} count for
 * nothing.
 */
public final class Settings {
  /** What the device is built of; other defaults follow from it. */
  public static final String POWER = "power";

  /** How long what a peer brought may wait until it is synced together with more. */
  public static final String COMMIT_DELAY = "commit-delay";

  /** How fast what is stored is read again, to find what has rotted. */
  public static final String SCRUB_RATE = "scrub-rate";

  /** How fast the runs under the tables are merged. */
  public static final String MERGE_RATE = "merge-rate";

  /** From which share of dead weight on a node says again what its own writes still mean. */
  public static final String RESTATE_AT = "restate-at";

  /** How much history lets an owner's node make a snapshot by itself. */
  public static final String SNAPSHOT_EVERY = "snapshot-every";

  /** Whether the log is kept whole although a snapshot stands for its beginning. */
  public static final String KEEP_LOG = "keep-log";

  /** How much of the disk chunks may take that are carried for others. */
  public static final String CARRY = "carry";

  /** Whether a node that listens on a network announces itself there and looks for others. */
  public static final String DISCOVERY = "discovery";

  /** The keys, in the order in which they are listed. */
  public static final List<String> KEYS =
      List.of(
          POWER,
          COMMIT_DELAY,
          SCRUB_RATE,
          MERGE_RATE,
          RESTATE_AT,
          SNAPSHOT_EVERY,
          KEEP_LOG,
          CARRY,
          DISCOVERY);

  private static final String MAINS = "mains";
  private static final String STICK = "stick";
  private static final String OFF = "off";
  private static final int CARRY_PERCENT = 50;
  private static final int SCRUB_KIB = 1024;
  private static final int SCRUB_KIB_STICK = 256;
  private static final int MERGE_KIB = 8192;
  private static final int MERGE_KIB_STICK = 1024;
  private static final int KIB_MAX = 1_048_576;
  private static final int SNAPSHOT_EVERY_MAINS = 10_000;
  private static final int SNAPSHOT_EVERY_STICK = 50_000;
  private static final int SNAPSHOT_EVERY_MIN = 100;
  private static final int SNAPSHOT_EVERY_MAX = 1_000_000_000;
  private static final String ON = "on";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,7}) ?KiB/s");
  private static final Pattern SHARE = Pattern.compile("([1-9][0-9]?)%");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6}) ?(ms|s)");

  private final Map<String, String> chosen = new TreeMap<>();

  /** Everything at its default. */
  public Settings() {}

  /**
   * Reads the text of a settings file.
   *
   * @param name what to call the file in a sentence
   * @throws Failure a line is none, or names a key or value that there is not; says which line
   */
  public static Settings of(String text, String name) throws Failure {
    Settings settings = new Settings();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String words = line.strip();
      if (words.isEmpty() || words.startsWith("#")) {
        continue;
      }
      String where = "line " + number + " of " + name + ": ";
      int equals = words.indexOf('=');
      if (equals < 0) {
        throw wrong(where + "no key = value in " + Shown.of(words));
      }
      String key = words.substring(0, equals).strip();
      if (settings.chosen.containsKey(key)) {
        throw wrong(where + key + " is set a second time");
      }
      try {
        settings.choose(key, words.substring(equals + 1).strip());
      } catch (Failure e) {
        throw wrong(where + e.getMessage());
      }
    }
    return settings;
  }

  private static Failure wrong(String sentence) {
    return new Failure(Failure.BAD_INPUT, sentence);
  }

  /**
   * Chooses a value; {@code default} takes the choice back.
   *
   * @throws Failure there is no such key, or it takes no such value
   */
  public void choose(String key, String value) throws Failure {
    if (!KEYS.contains(key)) {
      throw wrong(
          "no setting is called " + Shown.of(key) + "; there is " + String.join(", ", KEYS));
    }
    if (value.equals("default")) {
      chosen.remove(key);
    } else if (key.equals(POWER)) {
      if (!value.equals(MAINS) && !value.equals(STICK)) {
        throw wrong(POWER + " is " + MAINS + " or " + STICK + ", not " + Shown.of(value));
      }
      chosen.put(key, value);
    } else if (key.equals(SCRUB_RATE) || key.equals(MERGE_RATE)) {
      chosen.put(key, kib(key, value) + "KiB/s");
    } else if (key.equals(RESTATE_AT) || key.equals(CARRY)) {
      if (!value.equals(OFF) && !SHARE.matcher(value).matches()) {
        throw wrong(key + " is 1% to 99% or " + OFF + ", not " + Shown.of(value));
      }
      chosen.put(key, value);
    } else if (key.equals(SNAPSHOT_EVERY)) {
      chosen.put(key, every(value));
    } else if (key.equals(KEEP_LOG) || key.equals(DISCOVERY)) {
      if (!value.equals(ON) && !value.equals(OFF)) {
        throw wrong(key + " is " + ON + " or " + OFF + ", not " + Shown.of(value));
      }
      chosen.put(key, value);
    } else {
      chosen.put(key, milliseconds(value) + "ms");
    }
  }

  private static String every(String value) throws Failure {
    long every = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
    boolean good = every >= SNAPSHOT_EVERY_MIN && every <= SNAPSHOT_EVERY_MAX;
    if (!good && !value.equals(OFF)) {
      throw wrong(
          SNAPSHOT_EVERY
              + " is "
              + SNAPSHOT_EVERY_MIN
              + " to "
              + SNAPSHOT_EVERY_MAX
              + ", or off, not "
              + Shown.of(value));
    }
    return good ? Long.toString(every) : OFF;
  }

  private static int kib(String key, String value) throws Failure {
    Matcher parts = RATE.matcher(value);
    int kib = parts.matches() ? Integer.parseInt(parts.group(1)) : -1;
    if (kib < 0 || kib > KIB_MAX) {
      throw wrong(key + " is 0KiB/s to " + KIB_MAX + "KiB/s, not " + Shown.of(value));
    }
    return kib;
  }

  private static int milliseconds(String value) throws Failure {
    Matcher parts = DURATION.matcher(value);
    int ms = -1;
    if (parts.matches()) {
      ms = Integer.parseInt(parts.group(1)) * (parts.group(2).equals("s") ? 1000 : 1);
    }
    if (ms < 0 || ms > GroupCommit.DELAY_MS_MAX) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%s is 0ms to %dms, not %s",
              COMMIT_DELAY,
              GroupCommit.DELAY_MS_MAX,
              Shown.of(value)));
    }
    return ms;
  }

  /** True if the owner chose the value; false if it is the default. */
  public boolean isChosen(String key) {
    return chosen.containsKey(key);
  }

  /** The value in force, as it is written. */
  public String value(String key) {
    return isChosen(key) ? chosen.get(key) : byDefault(key);
  }

  /** The value in force if the owner chooses none. */
  public String byDefault(String key) {
    if (key.equals(POWER)) {
      return MAINS;
    }
    boolean stick = value(POWER).equals(STICK);
    if (key.equals(SCRUB_RATE)) {
      return (stick ? SCRUB_KIB_STICK : SCRUB_KIB) + "KiB/s";
    }
    if (key.equals(MERGE_RATE)) {
      return (stick ? MERGE_KIB_STICK : MERGE_KIB) + "KiB/s";
    }
    if (key.equals(RESTATE_AT)) {
      return (stick ? Restating.PERCENT_STICK : Restating.PERCENT_MAINS) + "%";
    }
    if (key.equals(SNAPSHOT_EVERY)) {
      return Integer.toString(stick ? SNAPSHOT_EVERY_STICK : SNAPSHOT_EVERY_MAINS);
    }
    if (key.equals(KEEP_LOG) || key.equals(DISCOVERY)) {
      return OFF;
    }
    if (key.equals(CARRY)) {
      return CARRY_PERCENT + "%";
    }
    return (stick ? GroupCommit.STICK : GroupCommit.MAINS).delayMs() + "ms";
  }

  /** When snapshots are made by themselves, and whether the log below them goes. */
  public SnapshotPolicy snapshots() {
    String every = value(SNAPSHOT_EVERY);
    return new SnapshotPolicy(
        every.equals(OFF) ? 0 : Integer.parseInt(every), value(KEEP_LOG).equals(ON));
  }

  /** Whether this node says on local networks that it is there, and calls others that do. */
  public boolean discovery() {
    return value(DISCOVERY).equals(ON);
  }

  /** How long what peers bring may wait for its sync. */
  public GroupCommit groupCommit() {
    String text = value(COMMIT_DELAY);
    return new GroupCommit(Integer.parseInt(text.substring(0, text.length() - 2)));
  }

  /** How long after the last news from others this node says that it has seen it; ms. */
  public long ackDelayMs() {
    return value(POWER).equals(STICK) ? Acks.DELAY_MS_STICK : Acks.DELAY_MS_MAINS;
  }

  /** How many bytes a second are read again of what is stored; 0 for none. */
  public long scrubBytesPerSecond() {
    return bytesPerSecond(SCRUB_RATE);
  }

  /** How many bytes a second merging may write; 0 for none. */
  public long mergeBytesPerSecond() {
    return bytesPerSecond(MERGE_RATE);
  }

  /**
   * The least share of the bytes of this node's own stable writes that is dead weight when it says
   * again what the rest means; percent, {@link Restating#OFF} for never.
   */
  public int restatePercent() {
    return percent(RESTATE_AT, Restating.OFF);
  }

  /**
   * How much of what would be free if nothing were carried for others may be used for that;
   * percent, 0 for none.
   */
  public int carryPercent() {
    return percent(CARRY, 0);
  }

  private int percent(String key, int off) {
    Matcher parts = SHARE.matcher(value(key));
    return parts.matches() ? Integer.parseInt(parts.group(1)) : off;
  }

  private long bytesPerSecond(String key) {
    Matcher parts = RATE.matcher(value(key));
    return parts.matches() ? Long.parseLong(parts.group(1)) * 1024 : 0;
  }

  /** The text of a settings file that says the same. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# Settings of this node. See: lattice settings --help");
    for (String key : KEYS) {
      lines.add(isChosen(key) ? key + " = " + value(key) : "# " + key + " = " + byDefault(key));
    }
    return String.join("\n", lines) + "\n";
  }

  /** A node does as is chosen here, on the disk of {@code directory}. */
  void apply(Node node, DataDirectory directory) {
    node.groupCommit(groupCommit());
    node.acks().delay(ackDelayMs());
    node.snapshots().policy(snapshots());
    node.restating().share(restatePercent());
    node.carrying().share(CarryShare.of(directory, this));
    node.roomProbe(() -> directory.freeBytes() >= Math.max(1, directory.reserveBytes()));
  }
}
