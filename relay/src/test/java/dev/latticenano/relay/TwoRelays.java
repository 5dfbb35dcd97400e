package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Two relays' directories, the first of which may be told to call the second.
 *
 * @param oneKey who the first is
 */
record TwoRelays(Path one, Path two, String oneKey, String twoKey) {
  private static final long WAIT_S = 30;

  /** Two fresh ones. */
  static TwoRelays in(Path place) {
    Path one = place.resolve("one");
    Path two = place.resolve("two");
    String oneKey = Ran.in(one, "init").ok().field("key");
    return new TwoRelays(one, two, oneKey, Ran.in(two, "init").ok().field("key"));
  }

  static String url(String address, String key) {
    return "lattice://" + address + "/" + key;
  }

  /** Has the first call these from the next reading of its settings on. */
  void choose(String peers) throws Exception {
    Files.writeString(one.resolve("settings"), "peers = " + peers + "\n");
  }

  /** Whom the first says that it calls. */
  JsonArray peers() throws Exception {
    return peers(one);
  }

  /** Whom a relay says that it calls. */
  static JsonArray peers(Path dir) throws Exception {
    return JsonParser.object().from(Ran.in(dir, "status", "--json").ok().out()).getArray("peers");
  }

  /** The one that is called, as soon as it is as {@code wanted}. */
  JsonObject untilPeer(Predicate<JsonObject> wanted) throws Exception {
    AtomicReference<JsonObject> peer = new AtomicReference<>();
    until(
        () -> {
          peer.set(peers().getObject(0));
          return wanted.test(peer.get());
        },
        "no such peer");
    return peer.get();
  }

  static boolean isUp(JsonObject peer) {
    return peer.getBoolean("up");
  }

  /** Intentions that a relay holds of its only store. */
  static long held(Path dir) throws Exception {
    return store(dir).getLong("intentions");
  }

  /** Links over which a relay is in a session about its only store. */
  static long links(Path dir) throws Exception {
    return store(dir).getLong("links");
  }

  private static JsonObject store(Path dir) throws Exception {
    return JsonParser.array().from(Ran.in(dir, "stores", "--json").ok().out()).getObject(0);
  }

  /** Returns as soon as something is so. */
  static void until(Callable<Boolean> isSo, String complaint) throws Exception {
    until(WAIT_S, isSo, complaint);
  }

  /** The same, within so many seconds. */
  static void until(long seconds, Callable<Boolean> isSo, String complaint) throws Exception {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!isSo.call()) {
      assertTrue(System.nanoTime() < endNs, complaint);
    }
  }

  static String ticket(Path dir) {
    return Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
  }
}
