package dev.latticenano.bench.soak;

import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hostile client whom a store's manifest lists: asks for all of it and never reads, speaks a byte
 * at a time, says its sealed frames again, and says of everything whatever is not so.
 */
final class LyingMember implements Runnable {
  private static final String ADDRESS = "127.0.0.67";
  private static final long PAUSE_MS = 1_500;
  private static final long SLOW_MS = 12_000;
  private static final long BYTE_MS = 200;
  private static final int ROUNDS = 2_000;
  private static final int LIES = 400;
  private static final int WAYS = 4;

  private final int port;
  private final Doorstep doorstep;
  private final SplittableRandom random;
  private final HostileWords words;
  private final Ed25519Signer signer;
  private final AtomicLong attacks = new AtomicLong();
  private StoreId store;

  LyingMember(long seed, int port, List<byte[]> known, Doorstep doorstep) {
    this.port = port;
    this.doorstep = doorstep;
    random = new SplittableRandom(seed);
    words = new HostileWords(random, known);
    signer = signer(seed);
  }

  private static Ed25519Signer signer(long seed) {
    byte[] secret = new byte[Ed25519Signer.KEY_BYTES];
    new SplittableRandom(seed).nextBytes(secret);
    return new Ed25519Signer(secret, 0);
  }

  /** The key of the one of that seed. */
  static AuthorId key(long seed) {
    byte[] key = new byte[AuthorId.BYTES];
    signer(seed).publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  LyingMember of(StoreId newStore) {
    store = newStore;
    return this;
  }

  long attacks() {
    return attacks.get();
  }

  @Override
  public void run() {
    while (doorstep.pause(random.nextLong(PAUSE_MS))) {
      attacks.incrementAndGet();
      try (HostileLink link = new HostileLink(ADDRESS, port, signer)) {
        if (link.prove()) {
          attack(link);
        }
      } catch (IOException e) {
        // Hung up on, or the relay is away: that is what happens to such a one.
        assert e.toString() != null;
      }
    }
  }

  private void attack(HostileLink link) throws IOException {
    int way = random.nextInt(WAYS);
    if (way == 1) {
      slowly(link, link.sealed(words.hello()));
      return;
    }
    link.say(words.hello());
    link.say(words.offer(store, link.binding()));
    switch (way) {
      case 0 -> {
        for (int round = 1; round < ROUNDS; round++) {
          link.say(words.nothingHere(round));
        }
        doorstep.pause(SLOW_MS);
      }
      case 2 -> {
        byte[] sealed = link.sealed(words.any());
        while (true) {
          link.frame(sealed, 0, sealed.length);
        }
      }
      default -> {
        for (int i = 0; i < LIES; i++) {
          link.say(random.nextInt(20) == 0 ? words.nothingHere(i + 1) : words.any());
          while (link.hasNews() && random.nextInt(4) > 0) {
            link.hear();
          }
        }
      }
    }
  }

  private void slowly(HostileLink link, byte[] sealed) throws IOException {
    byte[] bytes = new byte[4 + sealed.length];
    bytes[3] = (byte) sealed.length;
    System.arraycopy(sealed, 0, bytes, 4, sealed.length);
    long untilMs = System.currentTimeMillis() + SLOW_MS;
    for (int i = 0; i < bytes.length && System.currentTimeMillis() < untilMs; i++) {
      link.raw(Arrays.copyOfRange(bytes, i, i + 1));
      if (!doorstep.pause(BYTE_MS)) {
        return;
      }
    }
  }
}
