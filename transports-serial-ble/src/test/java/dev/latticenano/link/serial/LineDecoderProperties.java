package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The decoder and the engine survive any bytes. */
final class LineDecoderProperties {
  @Test
  void anyBytesAreCountedAndNeverThrow() {
    Seed.each(
        1,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          SerialLine line = new SerialLine(0, 115_200, random::nextInt);
          line.start(0);
          byte[] out = new byte[SerialLine.TRANSMIT_BYTES_MIN];
          for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            line.receive(noise, 0, noise.length, i);
            line.transmit(out, 0, out.length, i);
          }
          assertEquals(SerialLine.State.SYNCING, line.state());
          assertTrue(line.badFrames() > 0);
          assertEquals(0, line.strayFrames());
        });
  }

  @Test
  void validFramesWithAnyFieldsNeverThrow() {
    Seed.each(
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          LineSimulation sim = new LineSimulation(3_000_000, 0, seed);
          sim.run(50);
          SerialFrame sealer = new SerialFrame();
          byte[] raw = new byte[SerialFrame.FRAME_BYTES_MAX];
          byte[] wire = new byte[SerialLine.TRANSMIT_BYTES_MIN];
          SerialLine line = sim.left.line;
          for (int i = 0; i < 2000; i++) {
            random.nextBytes(raw);
            int type = random.nextInt(1, 6);
            int flags = type == 1 ? random.nextInt(2) << 1 : type == 3 ? 1 : random.nextInt(2);
            int at = SerialFrame.writeHeader(raw, 0, type, 0, flags, line.tag(), random.nextInt());
            at += (flags & 1) * SerialFrame.ACKED_BYTES;
            at += type == 1 ? 11 : type == 2 ? random.nextInt(1, 1025) : 0;
            int length = sealer.seal(raw, 0, at);
            int n = Cobs.encode(raw, 0, length, wire, 0);
            wire[n++] = Cobs.DELIMITER;
            line.receive(wire, 0, n, sim.nowMs);
            line.read(wire, 0, random.nextInt(wire.length));
            line.tick(sim.nowMs + i);
            line.transmit(wire, 0, wire.length, sim.nowMs + i);
            if (line.state() == SerialLine.State.ENDED) {
              line.start(sim.nowMs + i);
            }
          }
        });
  }
}
