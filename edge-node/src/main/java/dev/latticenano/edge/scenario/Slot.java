package dev.latticenano.edge.scenario;

import dev.latticenano.edge.sim.Attack;
import dev.latticenano.edge.sim.LinkKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What a place in the form of a statement takes, and what to write there instead. */
enum Slot {
  /** A name that is new. */
  NAME("a name is lower-case letters, digits and -, and begins with a letter"),
  /** One node. */
  NODE("write a name, or any, or any:n* for one of some"),
  /** A second one. */
  PEER(NODE.hint),
  /** Nodes. */
  NODES("write names with commas, n* for all that begin so, all, any, or any:n*"),
  /** Other nodes. */
  OTHERS(NODES.hint),
  /** A store. */
  STORE("write the name of a store"),
  /** A kind of store. */
  TYPE("write kv, log or files"),
  /** What a member may do. */
  ROLE("write owner, voter, carrier or reader"),
  /** A key. */
  KEY("write a key"),
  /** A value. */
  VALUE("write a value; one with spaces in quotes"),
  /** A path in a store of files. */
  PATH("write a path like photos/a.jpg"),
  /** A number of bytes. */
  SIZE("write a size like 300, 40kB or 2MB"),
  /** A number. */
  COUNT("write a number from 0 to 1000000"),
  /** A time. */
  DURATION("write a time like 250ms, 90s, 1h30m or 2d"),
  /** Two times. */
  RANGE("write a time, or two like 20m..2h"),
  /** What becomes of a clock. */
  CLOCK("write +2y, -5m, 50ppm, -50ppm, right or none"),
  /** What becomes of a disk. */
  DISK("write honest, lying, full, free, or the bytes that are left"),
  /** How a node attacks. */
  ATTACK("write garbage, replay, flood, lie or none"),
  /** A kind of link, and what is otherwise with it. */
  LINK("write a kind: " + String.join(", ", new TreeSet<>(LinkKind.NAMED.keySet()))),
  /** Another statement. */
  STATEMENT("write a statement");

  private final String hint;

  Slot(String hint) {
    this.hint = hint;
  }

  /** What to write. */
  String hint() {
    return hint;
  }

  /** What is wrong with {@code text} in this place; null if nothing is. */
  String complaint(String text) {
    String braces = Choice.complaint(text);
    if (braces != null) {
      return braces;
    }
    return takes(Choice.sample(text)) ? null : "\"" + text + "\" does not fit; " + hint;
  }

  private boolean takes(String text) {
    return switch (this) {
      case NAME -> text.matches("[a-z][a-z0-9-]{0,31}");
      case NODE, PEER, NODES, OTHERS -> text.matches("[a-z0-9*,:-]+");
      case STORE -> !text.isEmpty();
      case TYPE -> List.of("kv", "log", "files").contains(text);
      case ROLE -> List.of("owner", "voter", "carrier", "reader").contains(text);
      case KEY, PATH -> !text.isEmpty();
      case VALUE, STATEMENT -> true;
      case SIZE -> Quantity.bytes(text) >= 0;
      case COUNT -> Quantity.count(text) >= 0;
      case DURATION -> Quantity.ms(text) >= 0;
      case RANGE -> isRange(text);
      case CLOCK -> isClock(text);
      case DISK ->
          List.of("honest", "lying", "full", "free").contains(text) || Quantity.bytes(text) >= 0;
      case ATTACK -> text.equals("none") || attack(text) != null;
      case LINK -> LinkKind.NAMED.containsKey(text);
    };
  }

  private static boolean isRange(String text) {
    String[] ends = text.split("\\.\\.", -1);
    long from = Quantity.ms(ends[0]);
    long to = Quantity.ms(ends[ends.length - 1]);
    return ends.length <= 2 && from > 0 && to >= from;
  }

  private static boolean isClock(String text) {
    boolean sign = text.startsWith("+") || text.startsWith("-");
    return text.equals("right")
        || text.equals("none")
        || text.matches("-?[0-9]{1,6}ppm")
        || sign && Quantity.ms(text.substring(1)) >= 0;
  }

  /** The attack of that name; null for none. */
  static Attack attack(String text) {
    return Arrays.stream(Attack.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElse(null);
  }
}
