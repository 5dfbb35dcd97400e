package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real multicast, on this machine's own loopback. */
@Timeout(120)
final class LocalNetworkTest {
  private static final String ONE = "00000000000000aa";
  private static final String OTHER = "00000000000000bb";

  private static final class Heard implements LocalNetwork.Listener {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    @Override
    public void found(String name, String host, int port) {
      words.add(name + " at " + host + ":" + port);
    }

    @Override
    public void gone(String name) {
      words.add(name + " gone");
    }

    String next() throws InterruptedException {
      return words.poll(60, TimeUnit.SECONDS);
    }

    void await(String word) throws InterruptedException {
      String next = next();
      while (!word.equals(next)) {
        next = next();
      }
    }
  }

  @Test
  void twoHearEachOtherAndNeverThemselvesAndWhenOneLeaves() throws Exception {
    Set<InetAddress> here = Set.of(InetAddress.getLoopbackAddress());
    Heard byOne = new Heard();
    Heard byOther = new Heard();
    try (LocalNetwork one = new LocalNetwork(ONE, 1111, byOne)) {
      one.refresh(here);
      try (LocalNetwork other = new LocalNetwork(OTHER, 2222, byOther)) {
        other.refresh(here);
        assertEquals(ONE + " at 127.0.0.1:1111", byOther.next());
        assertEquals(OTHER + " at 127.0.0.1:2222", byOne.next());
      }
      byOne.await(OTHER + " gone");
    }
  }

  @Test
  void refusesNamesThatCouldMeanSomething() {
    for (String name : new String[] {"", "laptop", ONE + "0", "00000000000000AA", "0-1"}) {
      assertThrows(
          IllegalArgumentException.class, () -> new LocalNetwork(name, 1, new Heard()), name);
    }
  }
}
