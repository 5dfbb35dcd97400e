package dev.latticenano.edge.scenario;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.sim.Attack;
import dev.latticenano.edge.sim.CheckFailure;
import dev.latticenano.edge.sim.LinkKind;
import dev.latticenano.edge.sim.SimNode;
import dev.latticenano.edge.sim.Simulation;
import dev.latticenano.edge.sim.Writes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scenario that is played in a simulation, statement by statement. */
public final class Play {
  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;
  private static final long QUIET_MS = 10 * 60_000;
  private static final long LONG_AGO_MS = 0;

  private final Simulation simulation;
  private final Scenario scenario;
  private final Map<String, StoreId> stores = new LinkedHashMap<>();
  private final Checks checks;
  private Statement doing;
  private long lastWriteMs = LONG_AGO_MS;
  private int generation;
  private int done;

  /** Begins nothing yet. */
  public Play(Scenario scenario, Simulation simulation) {
    this.scenario = scenario;
    this.simulation = simulation;
    this.checks = new Checks(simulation, stores);
  }

  /**
   * Does all of it.
   *
   * @return null if everything held, else what did not
   */
  public Failed run() {
    for (Statement statement : scenario.statements()) {
      try {
        doing = statement;
        perform(statement);
        done++;
      } catch (CheckFailure e) {
        return failed(e.getMessage());
      } catch (StoreException e) {
        return failed("a disk failed that should not have: " + e.getMessage());
      }
    }
    return null;
  }

  private Failed failed(String message) {
    return new Failed(doing.line(), doing.text(), simulation.passedMs(), message);
  }

  /** Statements done so far. */
  public int done() {
    return done;
  }

  /** Time each store took to become equal everywhere, in ms, where it was asserted. */
  public Map<String, Long> settledMs() {
    return checks.settledMs();
  }

  /** Digests of the stores that were found equal, by name. */
  public Map<String, String> digests() {
    return checks.digests();
  }

  private void perform(Statement statement) throws StoreException {
    switch (statement.verb()) {
      case ADD_NODE -> {
        for (String name : Declared.names(statement)) {
          simulation.add(name);
        }
      }
      case CREATE -> create(statement);
      case JOIN -> join(statement);
      case EVERY -> every(statement);
      case REPEAT -> {
        for (int i = count(statement, 1); i > 0; i--) {
          perform(statement.inner());
        }
      }
      case STOP -> generation++;
      case RUN -> simulation.runUntil(simulation.nowMs() + ms(statement, 0));
      case REST -> rest(ms(statement, DAY_MS));
      case LINK, ONLINE, OFFLINE, PARTITION, HEAL, MEET, SYNC -> linking(statement);
      case PUT, DELETE, APPEND, FILE, REMOVE -> {
        for (SimNode node : nodes(statement, Slot.NODES)) {
          write(statement, node);
        }
      }
      case POWER_CUT, DISK, CLOCK, ATTACK -> {
        for (SimNode node : nodes(statement, Slot.NODES)) {
          harm(statement, node);
        }
      }
      case ASSERT_CONVERGED, ASSERT_KEY, ASSERT_HEADS, ASSERT_LAG, ASSERT_NO_TROUBLE ->
          checks.check(statement, asked(statement), lastWriteMs);
    }
  }

  // Words to things.

  private String drawn(Statement statement, Slot slot) {
    return Choice.draw(statement.text(slot), simulation.random());
  }

  private long ms(Statement statement, long otherwise) {
    return statement.has(Slot.DURATION) ? Quantity.ms(drawn(statement, Slot.DURATION)) : otherwise;
  }

  private int count(Statement statement, int otherwise) {
    return statement.has(Slot.COUNT) ? Quantity.count(drawn(statement, Slot.COUNT)) : otherwise;
  }

  private SimNode node(Statement statement, Slot slot, SimNode except) {
    String not = except == null ? null : except.name();
    List<String> names = names(statement, slot, not);
    if (names.isEmpty()) {
      throw new CheckFailure("there is no node for \"" + statement.text(slot) + "\"");
    }
    return simulation.find(names.get(0));
  }

  private List<SimNode> nodes(Statement statement, Slot slot) {
    return names(statement, slot, null).stream().map(simulation::find).toList();
  }

  private List<String> names(Statement statement, Slot slot, String except) {
    List<String> all = simulation.nodes().stream().map(SimNode::name).toList();
    return NodeNames.drawn(drawn(statement, slot), all, except, simulation.random());
  }

  private List<SimNode> asked(Statement statement) {
    if (statement.has(Slot.NODES)) {
      return nodes(statement, Slot.NODES);
    }
    return simulation.nodes().stream().filter(SimNode::isHonest).toList();
  }

  private StoreId store(Statement statement) {
    return stores.get(statement.text(Slot.STORE));
  }

  private static LinkKind kind(Statement statement) {
    try {
      return LinkWords.kind(statement);
    } catch (ScenarioException e) {
      throw new AssertionError("it was read before", e);
    }
  }

  // Stores.

  private void create(Statement statement) throws StoreException {
    String type =
        switch (statement.text(Slot.TYPE)) {
          case "kv" -> KvState.TYPE;
          case "log" -> LogState.TYPE;
          default -> FileState.TYPE;
        };
    String name = statement.text(Slot.STORE);
    Writes writes = new Writes(node(statement, Slot.NODE, null));
    stores.put(name, writes.create(name, type, statement.has("sealed")));
  }

  private void join(Statement statement) throws StoreException {
    SimNode host = node(statement, Slot.PEER, null);
    StoreId store = store(statement);
    Role role = Role.VOTER;
    if (statement.has(Slot.ROLE)) {
      role = Role.valueOf(statement.text(Slot.ROLE).toUpperCase(Locale.ROOT));
    }
    for (SimNode guest : nodes(statement, Slot.NODES)) {
      if (guest == host || guest.holds(store)) {
        continue;
      }
      new Writes(host).invite(store, guest, role);
      simulation.topology().sync(guest, host, LinkKind.NETWORK, HOUR_MS);
      if (!guest.holds(store) || guest.isPending(store)) {
        throw new CheckFailure(
            host + " did not let " + guest + " into " + statement.text(Slot.STORE));
      }
    }
  }

  private void write(Statement statement, SimNode node) throws StoreException {
    Writes writes = new Writes(node);
    StoreId store = store(statement);
    if (store == null) {
      return;
    }
    switch (statement.verb()) {
      case PUT ->
          writes.put(store, bytes(drawn(statement, Slot.KEY)), bytes(drawn(statement, Slot.VALUE)));
      case DELETE -> writes.put(store, bytes(drawn(statement, Slot.KEY)), null);
      case APPEND -> writes.append(store, bytes(drawn(statement, Slot.VALUE)));
      case FILE -> {
        int size = Quantity.bytes(drawn(statement, Slot.SIZE));
        writes.file(store, drawn(statement, Slot.PATH), size);
      }
      default -> writes.remove(store, drawn(statement, Slot.PATH));
    }
    lastWriteMs = simulation.nowMs();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // Time.

  private void every(Statement statement) {
    String[] ends = drawn(statement, Slot.RANGE).split("\\.\\.");
    long from = Quantity.ms(ends[0]);
    long to = Quantity.ms(ends[ends.length - 1]);
    again(statement, from, to, generation);
  }

  private void again(Statement statement, long from, long to, int mine) {
    long inMs = from + (long) (simulation.random().nextDouble() * (to - from + 1));
    simulation.schedule(
        simulation.nowMs() + inMs,
        () -> {
          if (mine == generation) {
            // What fails now is this line's, whichever is waiting.
            Statement waiting = doing;
            doing = statement;
            perform(statement.inner());
            doing = waiting;
            again(statement, from, to, mine);
          }
        });
  }

  private void rest(long withinMs) throws StoreException {
    long beganMs = simulation.nowMs();
    long limitMs = beganMs + withinMs;
    long quietMs = beganMs + QUIET_MS;
    while (simulation.nowMs() < quietMs) {
      if (quietMs > limitMs + QUIET_MS) {
        throw new CheckFailure("the nodes still speak with each other; none rests");
      }
      simulation.runUntil(quietMs);
      quietMs = Math.max(beganMs, simulation.spokenAtMs()) + QUIET_MS;
    }
  }

  // Links.

  private void linking(Statement statement) throws StoreException {
    switch (statement.verb()) {
      case LINK -> link(statement);
      case ONLINE -> simulation.topology().online(nodes(statement, Slot.NODES), true);
      case OFFLINE -> simulation.topology().online(nodes(statement, Slot.NODES), false);
      case PARTITION ->
          simulation.topology().part(nodes(statement, Slot.NODES), nodes(statement, Slot.OTHERS));
      case HEAL -> simulation.topology().heal();
      default -> meet(statement);
    }
  }

  private void link(Statement statement) throws StoreException {
    List<SimNode> linked = new ArrayList<>();
    for (SimNode left : nodes(statement, Slot.NODES)) {
      for (SimNode right : nodes(statement, Slot.OTHERS)) {
        if (left != right && !linked.contains(right)) {
          simulation.topology().link(left, right, kind(statement));
        }
      }
      linked.add(left);
    }
  }

  private void meet(Statement statement) throws StoreException {
    SimNode left = node(statement, Slot.NODE, null);
    SimNode right = node(statement, Slot.PEER, left);
    long forMs = ms(statement, HOUR_MS);
    if (statement.verb() == Verb.MEET) {
      simulation.topology().meet(left, right, kind(statement), forMs);
    } else if (!simulation.topology().sync(left, right, kind(statement), forMs)) {
      throw new CheckFailure(left + " and " + right + " did not get all they wanted of each other");
    }
  }

  // Harm.

  private void harm(Statement statement, SimNode node) throws StoreException {
    switch (statement.verb()) {
      case POWER_CUT -> {
        long offMs = ms(statement, Simulation.OFF_MS);
        if (statement.has("within")) {
          node.powerCutWithin(count(statement, 0), offMs);
        } else {
          node.powerCut(offMs);
        }
      }
      case DISK -> disk(drawn(statement, Slot.DISK), node);
      case CLOCK -> clock(drawn(statement, Slot.CLOCK), node);
      default -> {
        Attack attack = Slot.attack(drawn(statement, Slot.ATTACK));
        node.attack(attack);
        simulation.topology().online(List.of(node), true);
      }
    }
  }

  private static void disk(String what, SimNode node) {
    switch (what) {
      case "honest" -> node.honestDisk(true);
      case "lying" -> node.honestDisk(false);
      case "full" -> node.room(0);
      case "free" -> node.room(Long.MAX_VALUE);
      default -> node.room(Quantity.bytes(what));
    }
  }

  private void clock(String what, SimNode node) throws StoreException {
    long nowMs = simulation.nowMs();
    if (what.equals("right")) {
      node.clock().mend(nowMs);
    } else if (what.equals("none")) {
      node.clock().remove(nowMs);
    } else if (what.endsWith("ppm")) {
      node.clock().drift(Long.parseLong(what.substring(0, what.length() - 3)), nowMs);
    } else {
      long byMs = Quantity.ms(what.substring(1));
      node.clock().jump(what.startsWith("-") ? -byMs : byMs, nowMs);
    }
    node.clockChanged();
  }
}
