package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One process with many stores, each of which stands before or after another statement of a commit
 * or of a checkpoint, is killed with signal 9.
 */
class StepKillTest {
  private static final int STEPS = 26;
  private static final TableShape SHAPE = TableShape.fixed("rows", 2, 0);
  private static final byte[] ENTRY = {1};

  /** The process to be killed. */
  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      SiteSettings settings = SiteSettings.of(arguments[0], arguments[1], "", "the writer");
      CountDownLatch forEver = new CountDownLatch(1);
      for (int i = 0; i < STEPS; i++) {
        int stop = i;
        new Thread(() -> run(settings, stop, forEver)).start();
      }
    }

    // Prints the last commit and the last checkpoint acknowledged when it stops, or at the end.
    private static void run(SiteSettings settings, int stop, CountDownLatch forEver) {
      int[] done = new int[3];
      done[2] = Integer.MIN_VALUE;
      SteppedSource.Steps steps =
          (call, after, connection) -> {
            if (done[2]++ == stop) {
              stopped(stop, done, forEver, connection);
            }
          };
      try {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        PostgresSite site =
            PostgresSite.open(SteppedSource.of(source, steps), settings, PostgresSite.Sizes.USUAL);
        PostgresStore store = site.store(new UUID(9, stop));
        commit(store, 1);
        done[0] = 1;
        store.tables().checkpoint(store.log().end());
        done[1] = 1;
        done[2] = 0;
        commit(store, 2);
        done[0] = 2;
        store.tables().checkpoint(store.log().end());
        done[1] = 2;
        System.out.println("whole " + stop + " 2 2");
      } catch (StoreException e) {
        System.out.println("failed " + e.getMessage());
      }
    }

    private static void stopped(
        int stop, int[] done, CountDownLatch forEver, Connection connection) {
      System.out.println("stopped " + stop + " " + done[0] + " " + done[1]);
      try {
        forEver.await();
      } catch (InterruptedException e) {
        throw new AssertionError(connection + " was to be cut", e);
      }
    }

    private static void commit(PostgresStore store, int number) throws StoreException {
      for (int i = 0; i < 3; i++) {
        store.log().append(number, new byte[] {(byte) i}, 0, 1);
        byte[] key = {(byte) number, (byte) i};
        store.tables().table(SHAPE).put(key, 0, 2, key, 0, 0);
      }
      store.entries().put(ENTRY, new byte[] {(byte) number});
      store.log().sync();
    }
  }

  @Test
  void leavesWhatWasAcknowledgedAndNothingHalf() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("the heir");
    PostgresSite site = PostgresSite.open(settings);
    int[][] acknowledged = new int[STEPS][];
    int whole = 0;
    try (ChildJvm child = new ChildJvm(Writer.class, settings.url(), settings.user())) {
      for (int i = 0; i < STEPS; i++) {
        String line = child.line();
        String[] words = line.split(" ");
        assertTrue(List.of("stopped", "whole").contains(words[0]), line);
        whole += words[0].equals("whole") ? 1 : 0;
        acknowledged[Integer.parseInt(words[1])] =
            new int[] {Integer.parseInt(words[2]), Integer.parseInt(words[3])};
      }
      child.kill();
    }
    // All steps there are were met.
    assertTrue(whole > 0 && whole < STEPS / 2, whole + " were not stopped");
    PostgresServer.execute(settings.url(), "UPDATE lattice_store SET until = now()");
    int[] seen = new int[5];
    for (int i = 0; i < STEPS; i++) {
      seen[check(site.store(new UUID(9, i)), acknowledged[i])]++;
    }
    assertTrue(
        seen[2] > 0 && seen[3] > 0 && seen[4] > 0, "states met: " + List.of(seen[2], seen[3]));
    site.close();
  }

  // Returns commits and checkpoints together.
  private static int check(PostgresStore store, int[] acknowledged) throws StoreException {
    int commits = StoreContract.shown(store.log(), 0).size() / 3;
    assertEquals(3 * commits, StoreContract.shown(store.log(), 0).size());
    assertEquals(commits, store.entries().value(ENTRY)[0]);
    assertTrue(commits >= acknowledged[0] && commits <= 2, commits + " commits");
    int rows = TableModel.shown(store.tables().table(SHAPE), new byte[2], null).size();
    int checkpoints = store.tables().covered() == 3 * (PostgresLog.HEAD_BYTES + 1) ? 1 : 2;
    assertEquals(3L * checkpoints * (PostgresLog.HEAD_BYTES + 1), store.tables().covered());
    assertEquals(3 * checkpoints, rows);
    assertTrue(checkpoints >= acknowledged[1] && checkpoints <= commits);
    store.log().append(1, ENTRY, 0, 1);
    store.log().sync();
    return commits + checkpoints;
  }
}
