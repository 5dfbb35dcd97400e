package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Node;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.link.LinkException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that read while a loop writes. */
@Timeout(60)
class ReadsTest {
  private static final int KEYS = 40;
  private static final int PAGE = 10;
  private static final int WRITES = 200;
  private static final int READERS = 4;

  @TempDir Path place;
  private NodeHome home;
  private NodeLoop loop;
  private StoreId store;
  private Thread thread;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** Looks on and does nothing. */
  private static final class Onlooker implements NodeLoop.Watcher {
    @Override
    public void event(Event event) {}

    @Override
    public void down(int link, LinkException why) {}

    @Override
    public void turned() {}
  }

  @BeforeEach
  void aLoopThatRuns() throws Exception {
    Device device = Device.init(place.resolve("node"));
    device.run("store", "create", "--type", KvState.TYPE, "values").ok();
    home = NodeHome.open(device.dir());
    store = home.store(null);
    write(0);
    loop = new NodeLoop(home.node(), new Onlooker());
    thread = start(loop::run);
  }

  @AfterEach
  void ends() throws Exception {
    loop.stop();
    thread.join();
    home.close();
    assertEquals(List.of(), List.copyOf(failures));
  }

  private interface Work {
    void run() throws Exception;
  }

  private Thread start(Work work) {
    Thread started =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception | AssertionError e) {
                failures.add(e);
              }
            });
    started.start();
    return started;
  }

  private static byte[] key(int number) {
    return String.format("key%03d", number).getBytes(StandardCharsets.UTF_8);
  }

  /** Writes {@code value} under every key, in one intention. */
  private void write(int value) throws Exception {
    byte[] payload = new byte[KEYS * 32];
    byte[] bytes = ByteBuffer.allocate(4).putInt(value).array();
    KvPayloadWriter writer = new KvPayloadWriter().wrap(payload, 0, payload.length);
    for (int i = 0; i < KEYS; i++) {
      writer.put(key(i), 0, key(i).length, bytes, 0, bytes.length);
    }
    Set<Hash> cited = new LinkedHashSet<>();
    for (Head head : ((KvState) home.node().state(store)).heads(key(0))) {
      cited.add(head.hash());
    }
    byte[] content = Arrays.copyOf(payload, writer.length());
    UniversalOpWriter ops = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] out = new byte[ops.length()];
    ops.write(out, 0, out.length);
    home.submit(store, out, new ArrayList<>(cited));
  }

  /** Adds a page of values to {@code out}; returns where the next begins, or null. */
  private byte[] page(Node node, byte[] after, List<Integer> out) throws StoreException {
    return ((KvState) node.state(store))
        .page(
            new byte[0],
            after,
            PAGE,
            (key, winner, conflicted) -> out.add(ByteBuffer.wrap(winner.value()).getInt()));
  }

  /** Reads all keys page by page; the values, page after page. */
  private List<List<Integer>> readAll() throws Exception {
    List<List<Integer>> pages = new ArrayList<>();
    byte[][] after = new byte[1][];
    do {
      List<Integer> page = new ArrayList<>();
      after[0] = loop.reads().ask(node -> page(node, after[0], page));
      pages.add(page);
    } while (after[0] != null);
    return pages;
  }

  @Test
  void everyPageShowsOneStateAndNoneAnOlderOneThanTheLast() throws Exception {
    List<Thread> readers = new ArrayList<>();
    CountDownLatch written = new CountDownLatch(1);
    for (int i = 0; i < READERS; i++) {
      readers.add(
          start(
              () -> {
                int newest = 0;
                while (written.getCount() > 0) {
                  int keys = 0;
                  for (List<Integer> page : readAll()) {
                    keys += page.size();
                    for (int value : page) {
                      assertEquals(page.get(0), value, "two states in one page");
                    }
                    assertTrue(page.isEmpty() || page.get(0) >= newest, "an older state");
                    newest = page.isEmpty() ? newest : page.get(0);
                  }
                  assertEquals(KEYS, keys);
                }
              }));
    }
    CountDownLatch done = new CountDownLatch(WRITES);
    for (int i = 1; i <= WRITES; i++) {
      int value = i;
      loop.post(
          () -> {
            try {
              write(value);
            } catch (Exception e) {
              failures.add(e);
            }
            done.countDown();
          });
    }
    done.await();
    written.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(WRITES, readAll().get(0).get(0));
  }

  @Test
  void aWriteWaitsForOneSliceATurnAndNoMore() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(
          start(
              () -> {
                while (enough.getCount() > 0) {
                  readAll();
                }
              }));
    }
    List<long[]> marks = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(WRITES);
    for (int i = 0; i < WRITES; i++) {
      loop.post(
          () -> {
            marks.add(new long[] {loop.turns(), loop.reads().slices()});
            done.countDown();
          });
    }
    done.await();
    enough.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    long slices = 0;
    for (int i = 1; i < marks.size(); i++) {
      long turns = marks.get(i)[0] - marks.get(i - 1)[0];
      long between = marks.get(i)[1] - marks.get(i - 1)[1];
      assertTrue(between <= turns, between + " slices in " + turns + " turns");
      slices += between;
    }
    assertTrue(slices > 0, "nobody read");
  }

  @Test
  void aReaderThatTakesItsTimeHoldsBackNobody() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    List<Integer> page = new ArrayList<>();
    Thread slow =
        start(
            () -> {
              byte[] after = loop.reads().ask(node -> page(node, null, page));
              reading.countDown();
              // Between two pages, as long as it likes.
              written.await();
              byte[] from = after;
              List<Integer> next = new ArrayList<>();
              loop.reads().ask(node -> page(node, from, next));
              assertEquals(7, next.get(0));
            });
    reading.await();
    loop.post(
        () -> {
          try {
            write(7);
          } catch (Exception e) {
            failures.add(e);
          }
          written.countDown();
        });
    slow.join();
    assertEquals(0, page.get(0));
  }

  @Test
  void aReadThatFailsIsTheReadersAlone() throws Exception {
    StoreException full = new StoreException(StoreException.Kind.IO, "no such page", null);
    StoreException met =
        assertThrows(
            StoreException.class,
            () ->
                loop.reads()
                    .ask(
                        node -> {
                          throw full;
                        }));
    assertEquals(full, met);
    assertEquals(KEYS, readAll().stream().mapToInt(List::size).sum());
  }

  @Test
  void whoAsksALoopThatHasEndedIsTold() throws Exception {
    loop.stop();
    thread.join();
    assertThrows(IllegalStateException.class, this::readAll);
  }
}
