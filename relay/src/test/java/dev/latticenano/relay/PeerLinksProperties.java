package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two relays that call each other while links come up, break and are noticed to be broken in any
 * order: neither ever hangs up what it needs, and one link is left as soon as what is asked came.
 */
class PeerLinksProperties {
  private static final int RUNS = 300;
  private static final int STEPS = 120;
  private static final int ROUNDS = 5;

  /** One link, as it is and as its two ends see it; end 0 is that of the less key. */
  private static final class Wire {
    final int number;
    final int caller;
    final boolean[] up = {true, true};
    final boolean[] knows = new boolean[2];
    final boolean[] opened = new boolean[2];
    final boolean[] asked = new boolean[2];
    final long[] heard = new long[2];
    final long[] heardAt = new long[2];
    long metAt;
    boolean broken;

    Wire(int number, int caller) {
      this.number = number;
      this.caller = caller;
    }

    boolean works() {
      return !broken && up[0] && up[1];
    }
  }

  /** Both ends, and what is between them. */
  private static final class World {
    final Random random;
    final boolean[] reaches;
    final List<Wire> wires = new ArrayList<>();
    final PeerLinks[] ends = new PeerLinks[2];
    long now = 1;

    World(Random random) {
      this.random = random;
      int unreached = random.nextInt(3);
      this.reaches = new boolean[] {unreached != 0, unreached != 1};
      AuthorId[] keys = {key(1), key(2)};
      for (int end = 0; end < 2; end++) {
        ends[end] = new PeerLinks(keys[end], keys[1 - end], signs(end));
      }
    }

    private static AuthorId key(int last) {
      byte[] bytes = new byte[AuthorId.BYTES];
      bytes[AuthorId.BYTES - 1] = (byte) last;
      return AuthorId.of(bytes, 0);
    }

    private PeerLinks.Signs signs(int end) {
      return new PeerLinks.Signs() {
        @Override
        public boolean isProven(int link) {
          return wires.get(link).opened[end];
        }

        @Override
        public long heard(int link) {
          return wires.get(link).heard[end];
        }
      };
    }

    void call(int end) {
      if (reaches[end] && !ends[end].suffices()) {
        Wire wire = new Wire(wires.size(), end);
        wires.add(wire);
        ends[end].called(wire.number);
        if (random.nextBoolean()) {
          // Whoever resumes says at once who it is.
          come(wire);
        }
      }
    }

    private void come(Wire wire) {
      int end = 1 - wire.caller;
      if (!wire.knows[end]) {
        wire.knows[end] = true;
        ends[end].came(wire.number, new byte[] {(byte) wire.caller});
      }
    }

    void answer(Wire wire) {
      int end = wire.caller;
      if (wire.works() && !wire.knows[end]) {
        wire.knows[end] = true;
        wire.metAt = ++now;
        ends[end].met(new byte[] {(byte) (1 - end)});
      }
    }

    void say(Wire wire, int from) {
      if (wire.works() && wire.knows[from]) {
        hear(wire, 1 - from);
        if (from == wire.caller) {
          come(wire);
        }
        wire.opened[1 - from] |= wire.knows[1 - from];
      }
    }

    private void hear(Wire wire, int end) {
      wire.heard[end]++;
      wire.heardAt[end] = ++now;
    }

    /** The sign that asks arrives. */
    void sign(Wire wire, int from) {
      if (wire.asked[from] && wire.works()) {
        hear(wire, 1 - from);
      }
      wire.asked[from] = false;
    }

    void notice(Wire wire, int end) {
      boolean gone = wire.broken || !wire.up[1 - end];
      if (gone && wire.up[end]) {
        wire.up[end] = false;
        ends[end].gone(wire.number);
      }
    }

    void look(int end) {
      for (int link : ends[end].takeToAsk()) {
        wires.get(link).asked[end] = true;
      }
      int spare = ends[end].spare();
      if (spare != PeerLinks.NONE) {
        Wire gone = wires.get(spare);
        assertTrue(
            wires.stream().anyMatch(each -> each != gone && isHeld(each, gone, end)),
            "hung up the only one");
        gone.up[end] = false;
        ends[end].gone(spare);
      }
    }

    // The other end spoke over it after it was met over the one that goes.
    private boolean isHeld(Wire kept, Wire gone, int end) {
      boolean known = kept.knows[0] && kept.knows[1] && kept.opened[end];
      return kept.up[end] && known && gone.knows[end] && kept.heardAt[end] > gone.metAt;
    }

    void step() {
      int end = random.nextInt(2);
      Wire wire = wires.isEmpty() ? null : wires.get(random.nextInt(wires.size()));
      switch (random.nextInt(wire == null ? 1 : 9)) {
        case 0 -> call(end);
        case 1, 2 -> answer(wire);
        case 3, 4 -> say(wire, end);
        case 5 -> notice(wire, end);
        case 6 -> look(end);
        case 7 -> sign(wire, end);
        default -> wire.broken |= random.nextInt(4) == 0;
      }
    }

    /**
     * Nothing breaks any more, and whatever is to be done is done: over each link its first frame
     * is said, and besides nothing but what is asked.
     */
    void rest() {
      for (int round = 0; round < ROUNDS; round++) {
        for (int end = 0; end < 2; end++) {
          for (Wire wire : wires) {
            notice(wire, end);
            answer(wire);
            if (!wire.opened[1 - end]) {
              say(wire, end);
            }
            sign(wire, end);
          }
          call(end);
          look(end);
        }
      }
    }
  }

  @Test
  void oneLinkIsLeftWhateverBreaksMeanwhile() {
    Seeds.run(
        PeerLinksProperties.class,
        random -> {
          for (int run = 0; run < RUNS; run++) {
            World world = new World(random);
            for (int step = 0; step < STEPS; step++) {
              world.step();
            }
            world.rest();
            assertEquals(1, world.wires.stream().filter(Wire::works).count(), "run " + run);
            for (PeerLinks end : world.ends) {
              assertTrue(end.isUp(), "run " + run);
            }
          }
        });
  }
}
