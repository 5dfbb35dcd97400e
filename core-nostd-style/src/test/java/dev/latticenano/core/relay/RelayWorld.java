package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Relays, members' nodes and links between them, on one virtual clock. */
final class RelayWorld {
  private static final int STEPS_MAX = 200_000;

  final List<RelayHouse> houses = new ArrayList<>();
  final List<RelayMember> members = new ArrayList<>();
  final List<Wire> wires = new ArrayList<>();
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  long nowMs = 1_800_000_000_000L;
  long carried;
  private int links;

  /** One end: a node's or a relay's, by the host's number. */
  private record End(RelayMember member, RelayHouse house, int link) {}

  /** A link; frames of both directions are on it. */
  static final class Wire {
    private final End left;
    private final End right;
    private final ArrayDeque<byte[]> toLeft = new ArrayDeque<>();
    private final ArrayDeque<byte[]> toRight = new ArrayDeque<>();
    final List<byte[]> heardByLeft = new ArrayList<>();
    boolean up = true;

    private Wire(End left, End right) {
      this.left = left;
      this.right = right;
    }

    int leftLink() {
      return left.link;
    }

    int rightLink() {
      return right.link;
    }
  }

  RelayHouse house(RelaySettings settings) {
    RelayHouse house = new RelayHouse(this, houses.size() + 1, settings);
    houses.add(house);
    return house;
  }

  RelayMember member() {
    RelayMember member = new RelayMember(this, 100 + members.size());
    members.add(member);
    return member;
  }

  Wire link(RelayMember member, RelayHouse house) {
    int left = ++links;
    int right = ++links;
    member.node.link(left, LinkProfile.TCP);
    house.relay.link(right, LinkProfile.TCP, nowMs);
    return add(new End(member, null, left), new End(null, house, right));
  }

  Wire link(RelayHouse from, RelayHouse to) {
    int left = ++links;
    int right = ++links;
    from.relay.call(left, LinkProfile.TCP, null, nowMs);
    to.relay.link(right, LinkProfile.TCP, nowMs);
    return add(new End(null, from, left), new End(null, to, right));
  }

  private Wire add(End left, End right) {
    Wire wire = new Wire(left, right);
    wires.add(wire);
    return wire;
  }

  void cut(Wire wire) {
    wire.up = false;
    wires.remove(wire);
    for (End end : List.of(wire.left, wire.right)) {
      if (end.member != null) {
        end.member.node.unlink(end.link);
      } else {
        end.house.relay.unlink(end.link);
      }
    }
  }

  void cutAll(RelayHouse house) {
    for (Wire wire : List.copyOf(wires)) {
      if (wire.left.house == house || wire.right.house == house) {
        cut(wire);
      }
    }
  }

  /** Member and relay tell each other all they have, and part. */
  void meet(RelayMember member, RelayHouse house) throws StoreException {
    Wire wire = link(member, house);
    run(3_000);
    cut(wire);
  }

  /** Everything happens that happens within {@code ms}. */
  void run(long ms) throws StoreException {
    long endMs = nowMs + ms;
    settle();
    for (long next = nextMs(); next <= endMs; next = nextMs()) {
      nowMs = Math.max(nowMs, next);
      tick();
      settle();
    }
    nowMs = endMs;
    tick();
    settle();
  }

  private long nextMs() {
    long next = Long.MAX_VALUE;
    for (RelayMember each : members) {
      next = Math.min(next, each.node.nextDeadlineMs());
    }
    for (RelayHouse each : houses) {
      next = Math.min(next, each.relay.nextDeadlineMs());
    }
    for (Wire each : wires) {
      boolean waits = !each.toRight.isEmpty() && !isRead(each.right);
      waits |= !each.toLeft.isEmpty() && !isRead(each.left);
      next = waits ? Math.min(next, nowMs) : next;
    }
    return next;
  }

  private void tick() throws StoreException {
    for (RelayMember each : members) {
      each.node.tick(nowMs);
      each.drainEvents();
    }
    for (RelayHouse each : houses) {
      each.relay.tick(nowMs);
      each.drainEvents();
    }
  }

  /** Carries frames until nobody says anything more. */
  void settle() throws StoreException {
    int steps = 0;
    boolean moved = true;
    while (moved) {
      moved = speak();
      moved |= hear();
      assertTrue(++steps < STEPS_MAX, "they talk for ever");
    }
  }

  private boolean speak() throws StoreException {
    boolean moved = false;
    for (RelayHouse house : houses) {
      int link = house.relay.takeSpeaker();
      for (; link != Ends.NONE; link = house.relay.takeSpeaker()) {
        moved |= drain(wire(house, link), house, link);
      }
      house.drainEvents();
    }
    for (Wire wire : List.copyOf(wires)) {
      for (End end : List.of(wire.left, wire.right)) {
        moved |= end.member != null && drain(wire, end);
      }
    }
    return moved;
  }

  private Wire wire(RelayHouse house, int link) {
    for (Wire each : wires) {
      boolean left = each.left.house == house && each.left.link == link;
      if (left || each.right.house == house && each.right.link == link) {
        return each;
      }
    }
    throw new AssertionError("no link " + link);
  }

  private boolean drain(Wire wire, RelayHouse house, int link) throws StoreException {
    boolean moved = false;
    int length = house.relay.transmit(link, out, 0, nowMs);
    for (; length > 0; length = house.relay.transmit(link, out, 0, nowMs)) {
      boolean isLeft = wire.left.house == house && wire.left.link == link;
      (isLeft ? wire.toRight : wire.toLeft).add(Arrays.copyOf(out, length));
      moved = true;
    }
    return moved;
  }

  private boolean drain(Wire wire, End end) throws StoreException {
    boolean moved = false;
    int length = end.member.node.transmit(end.link, out, 0, nowMs);
    for (; length > 0; length = end.member.node.transmit(end.link, out, 0, nowMs)) {
      (end == wire.left ? wire.toRight : wire.toLeft).add(Arrays.copyOf(out, length));
      moved = true;
    }
    return moved;
  }

  private boolean hear() throws StoreException {
    boolean moved = false;
    for (Wire wire : List.copyOf(wires)) {
      while (!wire.toRight.isEmpty() && wire.up && isRead(wire.right)) {
        deliver(wire.right, wire.toRight.remove());
        moved = true;
      }
      while (!wire.toLeft.isEmpty() && wire.up && isRead(wire.left)) {
        byte[] frame = wire.toLeft.remove();
        wire.heardByLeft.add(frame.clone());
        deliver(wire.left, frame);
        moved = true;
      }
    }
    return moved;
  }

  /** A relay does not read a link whose stores had their portion of the turn. */
  private static boolean isRead(End end) {
    return end.house == null || !end.house.relay.isPaused(end.link);
  }

  private void deliver(End end, byte[] frame) throws StoreException {
    carried += frame.length;
    if (end.member != null) {
      end.member.node.receive(end.link, frame, 0, frame.length, nowMs);
      end.member.drainEvents();
    } else {
      end.house.relay.receive(end.link, frame, 0, frame.length, nowMs);
      end.house.drainEvents();
    }
  }
}
