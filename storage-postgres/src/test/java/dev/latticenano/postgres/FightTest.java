package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two processes fight for one store: each is paused in turn while it writes. */
class FightTest {
  private static final UUID STORE = new UUID(10, 11);
  private static final int ROUNDS = 3;

  /** Takes the store, writes its epoch and a number again and again, and takes it again. */
  static final class Fighter {
    public static void main(String[] arguments) throws Exception {
      SiteSettings settings =
          new SiteSettings(arguments[0], arguments[1], "", arguments[2], 300, 5000);
      PostgresSite site = PostgresSite.open(settings);
      while (true) {
        try (PostgresStore store = site.store(STORE)) {
          System.out.println("took " + store.epoch());
          write(store);
        } catch (StoreException e) {
          if (e.kind() != StoreException.Kind.LOCKED) {
            System.out.println("failed " + e.getMessage());
          } else if (e.getMessage().contains("lost its lease")) {
            System.out.println("lost " + e.getMessage());
          }
        }
      }
    }

    private static void write(PostgresStore store) throws StoreException {
      for (int i = 0; ; i++) {
        byte[] body = (store.epoch() + " " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        store.log().append(1, body, 0, body.length);
        store.log().sync();
        System.out.println("acked " + store.epoch() + " " + i);
      }
    }
  }

  @Test
  void onlyTheHolderWritesAndTheOtherIsToldWhoItIs() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("the judge");
    Set<String> acknowledged = new HashSet<>();
    PostgresSite.open(settings).close();
    try (ChildJvm first = fighter(settings, "first:1")) {
      first.line("took");
      try (ChildJvm second = fighter(settings, "second:2")) {
        ChildJvm holder = first;
        ChildJvm other = second;
        for (int i = 0; i < ROUNDS; i++) {
          acknowledged.add(holder.line("acked").substring(6));
          holder.signal("STOP");
          other.line("took");
          acknowledged.add(other.line("acked").substring(6));
          holder.signal("CONT");
          String lost = holder.line("lost");
          assertTrue(lost.contains(i % 2 == 0 ? "second:2" : "first:1"), lost);
          ChildJvm swapped = holder;
          holder = other;
          other = swapped;
        }
        first.kill();
        second.kill();
      }
    }
    List<String> written = written(settings);
    assertTrue(written.containsAll(acknowledged), "acknowledged and not there");
    assertInTurn(written);
  }

  private static ChildJvm fighter(SiteSettings settings, String name) throws Exception {
    return new ChildJvm(Fighter.class, settings.url(), settings.user(), name);
  }

  private static List<String> written(SiteSettings settings) throws Exception {
    PostgresServer.execute(settings.url(), "UPDATE lattice_store SET until = now()");
    List<String> written = new ArrayList<>();
    try (PostgresSite site = PostgresSite.open(settings)) {
      site.store(STORE)
          .log()
          .scan(
              0,
              (position, kind, bytes, offset, length) ->
                  written.add(
                      new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8)));
    }
    return written;
  }

  /** Epochs rise, and within each the numbers are 0, 1, 2 … */
  private static void assertInTurn(List<String> written) {
    long epoch = 0;
    int next = 0;
    for (String line : written) {
      String[] words = line.split(" ");
      if (Long.parseLong(words[0]) != epoch) {
        assertTrue(Long.parseLong(words[0]) > epoch, "epoch " + words[0] + " after " + epoch);
        epoch = Long.parseLong(words[0]);
        next = 0;
      }
      assertEquals(next++, Integer.parseInt(words[1]));
    }
  }
}
