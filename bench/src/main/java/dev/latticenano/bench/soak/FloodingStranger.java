package dev.latticenano.bench.soak;

import dev.latticenano.core.crypto.Ed25519Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hostile client who is a member of nothing: bytes that are no frames, frames of any size that
 * are no messages, handshakes begun and left, a crowd of links, and as one who has proven a key
 * messages of every kind, as fast as they are taken.
 */
final class FloodingStranger implements Runnable {
  private static final String ADDRESS = "127.0.0.66";
  private static final long FLOOD_MS = 2_000;
  private static final long PAUSE_MS = 1_000;
  private static final int CROWD = 100;
  private static final int WAYS = 6;

  private final int port;
  private final Doorstep doorstep;
  private final SplittableRandom random;
  private final HostileWords words;
  private final Ed25519Signer signer;
  private final AtomicLong attacks = new AtomicLong();

  FloodingStranger(long seed, int port, List<byte[]> known, Doorstep doorstep) {
    this.port = port;
    this.doorstep = doorstep;
    random = new SplittableRandom(seed);
    words = new HostileWords(random, known);
    signer = new Ed25519Signer(words.bytes(Ed25519Signer.KEY_BYTES), 0);
  }

  long attacks() {
    return attacks.get();
  }

  @Override
  public void run() {
    while (doorstep.pause(random.nextLong(PAUSE_MS))) {
      attacks.incrementAndGet();
      try (HostileLink link = new HostileLink(ADDRESS, port, signer)) {
        attack(link);
      } catch (IOException e) {
        // Hung up on, or the relay is away: that is what happens to such a one.
        assert e.toString() != null;
      }
    }
  }

  private void attack(HostileLink link) throws IOException {
    long untilMs = System.currentTimeMillis() + FLOOD_MS;
    switch (random.nextInt(WAYS)) {
      case 0 -> link.raw(words.bytes(1 + random.nextInt(60_000)));
      case 1 -> {
        link.raw(new byte[] {(byte) 0x7f, -1, -1, -1});
        flood(link, untilMs);
      }
      case 2 -> flood(link, untilMs);
      case 3 -> crowd();
      case 4 -> {
        byte[] first = link.begin();
        first[random.nextInt(first.length)] ^= 1;
        link.frame(first, 0, first.length);
        flood(link, untilMs);
      }
      default -> {
        if (link.prove()) {
          link.say(words.hello());
          while (System.currentTimeMillis() < untilMs) {
            link.say(words.any());
          }
        }
      }
    }
  }

  private void flood(HostileLink link, long untilMs) throws IOException {
    while (System.currentTimeMillis() < untilMs) {
      byte[] bytes = words.bytes(1 + random.nextInt(2_000));
      link.frame(bytes, 0, bytes.length);
    }
  }

  private void crowd() throws IOException {
    List<HostileLink> links = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        links.add(new HostileLink(ADDRESS, port, signer));
      }
      doorstep.pause(FLOOD_MS);
    } finally {
      for (HostileLink each : links) {
        each.close();
      }
    }
  }
}
