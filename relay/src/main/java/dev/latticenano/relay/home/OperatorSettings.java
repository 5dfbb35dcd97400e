package dev.latticenano.relay.home;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.Shown;
import dev.latticenano.host.SmallFile;
import dev.latticenano.host.text.Address;
import dev.latticenano.host.text.Amounts;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.postgres.SiteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the operator of a relay has chosen: the file {@code settings} of its directory, one {@code
 * key = value} a line; blank lines and lines that begin with {@code #} count for nothing. Read at
 * the start and at a reload.
 */
public final class OperatorSettings {
  private static final String EVERYWHERE = "[::]:";

  /** Where a relay listens unless told otherwise. */
  public static final int PORT_USUAL = 7400;

  private static final String NAME = "settings";
  private static final int BYTES_MAX = 8192;
  private static final String OFF = "off";
  private static final String FILES = "files";
  private static final String JDBC = "jdbc:postgresql://";
  private static final String SERVER = JDBC + "[A-Za-z0-9._:,\\[\\]-]+/[A-Za-z0-9._-]+(\\?[!-~]*)?";
  private static final int PORT_POSTGRES = 5432;
  private static final int USER_CHARS_MAX = 63;
  private static final int COUNT_MAX = 1_000_000;
  private static final int FREE_PERCENT_MAX = 90;

  /** Other relays that one calls, at most. */
  static final int PEERS_MAX = 8;

  /** Two of the longest frames, one of each way. */
  private static final long WAITING_MIN = 2_500_000;

  private static final long WAITING_MAX = 1 << 30;

  private final Map<Key, String> chosen = new EnumMap<>(Key.class);

  /** What can be chosen. */
  public enum Key {
    /** Addresses to listen at, with commas between. */
    LISTEN(EVERYWHERE + PORT_USUAL, "where to listen; several with commas", false),
    /** How clients reach this relay. */
    ADDRESS(OFF, "host and port that clients call, for the URL that is printed", true),
    /** Where a Prometheus server asks. */
    METRICS(OFF, "where a Prometheus server asks, like 127.0.0.1:9465", false),
    /** Links at a time. */
    LINKS("12000", "links at a time", true),
    /** Links at a time from one address. */
    LINKS_PER_ADDRESS("256", "links at a time from one IPv4 address or /64 of IPv6", true),
    /** Links over which nobody is proven. */
    STRANGERS("512", "links at a time over which nobody is proven yet", true),
    /** Calls a second. */
    CALLS("200", "calls taken a second, from everybody", true),
    /** Calls a minute from one address. */
    CALLS_PER_ADDRESS("120", "calls taken a minute from one address", true),
    /** Bytes of frames in part. */
    WAITING("8MB", "bytes of unfinished frames held for all links together", true),
    /** Other relays that are called. */
    PEERS(OFF, "URLs of other relays to call and repair with; several with commas", true),
    /** Where stores lie. */
    STORAGE("files", "where stores lie: files, or jdbc:postgresql://HOST:PORT/DATABASE", false),
    /** Who logs in at that server. */
    STORAGE_USER("lattice", "who logs in at that server; the password is not a setting", false),
    /** How long a store is this process's after its last word to that server. */
    LEASE("15s", "after how long in silence another process takes over a store", false),
    /** The share of the disk that stays free. */
    KEEP_FREE("10%", "share of the disk that stays free", false);

    private final String usual;
    private final String what;
    private final boolean reloads;

    Key(String usual, String what, boolean reloads) {
      this.usual = usual;
      this.what = what;
      this.reloads = reloads;
    }

    /** The key as it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value if none is chosen. */
    public String usual() {
      return usual;
    }

    /** What it is, in a few words. */
    public String what() {
      return what;
    }

    /** True if a reload suffices; false if the relay must be started again. */
    public boolean reloads() {
      return reloads;
    }

    static Key of(String text) throws Failure {
      for (Key key : values()) {
        if (key.text().equals(text)) {
          return key;
        }
      }
      throw wrong(
          "no setting is called "
              + Shown.of(text)
              + "; there is "
              + String.join(", ", Arrays.stream(values()).map(Key::text).toList()));
    }
  }

  /** Everything at its default. */
  public OperatorSettings() {}

  /** What is set in a directory; all defaults if nothing is. */
  public static OperatorSettings read(Path root) throws Failure {
    Path file = root.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        return new OperatorSettings();
      }
      if (Files.size(file) > BYTES_MAX) {
        throw wrong(file + " has " + Files.size(file) + " bytes, beyond " + BYTES_MAX);
      }
      return of(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  /**
   * Reads the text of a settings file.
   *
   * @param name what to call the file in a sentence
   */
  static OperatorSettings of(String text, String name) throws Failure {
    OperatorSettings settings = new OperatorSettings();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String words = line.strip();
      if (words.isEmpty() || words.startsWith("#")) {
        continue;
      }
      int equals = words.indexOf('=');
      try {
        if (equals < 0) {
          throw wrong("no key = value in " + Shown.of(words));
        }
        Key key = Key.of(words.substring(0, equals).strip());
        if (settings.chosen.containsKey(key)) {
          throw wrong(key.text() + " is set a second time");
        }
        settings.choose(key, words.substring(equals + 1).strip());
      } catch (Failure e) {
        throw wrong("line " + number + " of " + name + ": " + e.getMessage());
      }
    }
    return settings;
  }

  private static Failure wrong(String sentence) {
    return new Failure(Failure.BAD_INPUT, sentence);
  }

  /** Chooses a value. */
  public void choose(Key key, String value) throws Failure {
    try {
      check(key, value);
    } catch (IllegalArgumentException e) {
      throw wrong(key.text() + ": " + e.getMessage());
    }
    chosen.put(key, value);
  }

  private static void check(Key key, String value) {
    switch (key) {
      case LISTEN -> addresses(value);
      case ADDRESS, METRICS -> {
        if (!value.equals(OFF)) {
          Address.of(value, key == Key.ADDRESS ? PORT_USUAL : Address.NO_PORT, 0);
        }
      }
      case LINKS, LINKS_PER_ADDRESS, STRANGERS, CALLS, CALLS_PER_ADDRESS ->
          number(value, "", 1, COUNT_MAX);
      case WAITING -> between(Amounts.bytes(value), WAITING_MIN, WAITING_MAX, value);
      case PEERS -> peers(value);
      case STORAGE -> server(value);
      case STORAGE_USER -> {
        if (!value.matches("[!-~]{1," + USER_CHARS_MAX + "}")) {
          throw new IllegalArgumentException("not 1 to " + USER_CHARS_MAX + " visible characters");
        }
      }
      case LEASE -> number(value, "s", 1, SiteSettings.LEASE_MS_MAX / 1000);
      case KEEP_FREE -> number(value, "%", 0, FREE_PERCENT_MAX);
    }
  }

  // What it says never repeats the value: people put passwords where they do not belong.
  private static void server(String value) {
    if (value.equals(FILES)) {
      return;
    }
    if (value.toLowerCase(Locale.ROOT).contains("password")) {
      throw new IllegalArgumentException(
          "no password here; put it into the file " + StoragePassword.NAME);
    }
    if (!value.matches(SERVER)) {
      throw new IllegalArgumentException("neither files nor jdbc:postgresql://HOST:PORT/DATABASE");
    }
    for (String each : value.substring(JDBC.length()).replaceFirst("/.*", "").split(",")) {
      Address.of(each, PORT_POSTGRES, 0);
    }
  }

  private static List<Address> addresses(String value) {
    List<Address> all = new ArrayList<>();
    for (String each : value.split(",")) {
      all.add(listening(each.strip()));
    }
    return all;
  }

  /**
   * Where to listen, as it is typed: a port alone is one of this machine's every address.
   *
   * @throws IllegalArgumentException it makes no sense; one sentence
   */
  public static Address listening(String text) {
    return Address.of(text.matches("[0-9]+") ? EVERYWHERE + text : text, PORT_USUAL, 0);
  }

  private static List<RelayUrl> peers(String value) {
    List<RelayUrl> all = new ArrayList<>();
    if (value.equals(OFF)) {
      return all;
    }
    for (String each : value.split(",", -1)) {
      RelayUrl url = RelayUrl.of(each.strip());
      if (url == null) {
        throw new IllegalArgumentException(
            "no URL in " + Shown.of(each.strip()) + "; write lattice://HOST:PORT/KEY");
      }
      if (all.stream().anyMatch(other -> other.key().equals(url.key()))) {
        throw new IllegalArgumentException(url.key().shortText() + " is there a second time");
      }
      all.add(url);
    }
    between(all.size(), 1, PEERS_MAX, all.size() + " relays");
    return all;
  }

  private static int number(String value, String unit, int least, int most) {
    String digits = value.endsWith(unit) ? value.substring(0, value.length() - unit.length()) : "";
    long number = digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : -1;
    return (int) between(number, least, most, value);
  }

  private static long between(long number, long least, long most, String value) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          Shown.of(value.strip()) + " is not between " + least + " and " + most);
    }
    return number;
  }

  /** The value in force, as it is written. */
  public String value(Key key) {
    return chosen.getOrDefault(key, key.usual);
  }

  /** Where to listen. */
  public List<Address> listen() {
    return addresses(value(Key.LISTEN));
  }

  /** An address that may be off; null if it is. */
  public Address address(Key key) {
    String value = value(key);
    return value.equals(OFF) ? null : Address.of(value, PORT_USUAL, 0);
  }

  /** Other relays that are called. */
  public List<RelayUrl> peers() {
    return peers(value(Key.PEERS));
  }

  /** A number of things. */
  public int count(Key key) {
    return number(value(key), "", 1, COUNT_MAX);
  }

  /** Bytes of unfinished frames. */
  public int waitingBytes() {
    return (int) Amounts.bytes(value(Key.WAITING));
  }

  /** The share of the disk that stays free, percent. */
  public int keepFreePercent() {
    return number(value(Key.KEEP_FREE), "%", 0, FREE_PERCENT_MAX);
  }

  /** True if a server keeps the stores; false for files. */
  public boolean isOnServer() {
    return !value(Key.STORAGE).equals(FILES);
  }

  /** How long a store is this process's after its last word to the server, ms. */
  public int leaseMs() {
    return 1000 * number(value(Key.LEASE), "s", 1, SiteSettings.LEASE_MS_MAX / 1000);
  }

  /** The text of a settings file that says the same, with what each key is. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Settings of this relay. After a change: lattice-relay reload\n");
    for (Key key : Key.values()) {
      text.append("\n# ").append(key.what);
      text.append(key.reloads ? "" : " (takes a restart)").append('\n');
      text.append(chosen.containsKey(key) ? "" : "# ");
      text.append(key.text()).append(" = ").append(value(key)).append('\n');
    }
    return text.toString();
  }

  /** Writes the file. */
  void write(Path root) throws Failure {
    Path file = root.resolve(NAME);
    try {
      SmallFile.write(file, text().getBytes(StandardCharsets.UTF_8), "rw-------");
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + file + ": " + Reason.of(e), e);
    }
  }
}
