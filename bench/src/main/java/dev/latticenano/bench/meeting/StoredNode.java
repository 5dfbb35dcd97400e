package dev.latticenano.bench.meeting;

import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** A node that holds one store in a folder of its own, with the log and tables of a real one. */
public final class StoredNode implements AutoCloseable {
  private static final int WORK_BYTES = 1 << 20;

  private final StoreId store;
  private final SegmentLog log;
  private final FlashTables tables;
  private final Node node;

  /** The node of a number over the store in {@code folder}, empty or not. */
  public StoredNode(Path folder, History history, int number) throws IOException, StoreException {
    store = history.store();
    log = openLog(folder, store);
    tables = FlashTables.open(Files.createDirectories(folder.resolve("index")), log);
    Believed self = History.node(number);
    Random random = new Random(number);
    byte[] name = ("node " + number).getBytes(StandardCharsets.UTF_8);
    node =
        new Node(
            self, self, (out, at, n) -> fill(random, out, at, n), name, chunks(), new KnownTypes());
    node.open(store, log, tables, new HeapKeys(), history.nowMs(), ReplayProgress.SILENT);
  }

  private static MemoryChunks chunks() {
    return new MemoryChunks();
  }

  private static void fill(Random random, byte[] out, int offset, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    System.arraycopy(bytes, 0, out, offset, length);
  }

  private static SegmentLog openLog(Path folder, StoreId store) throws IOException, StoreException {
    UUID uuid = new UUID(store.high(), store.low());
    return SegmentLog.open(Files.createDirectories(folder.resolve("log")), uuid);
  }

  /** Fills a folder with a history of {@code count} intentions, unless it has one already. */
  public static void fill(Path folder, History history, int count)
      throws IOException, StoreException {
    try (SegmentLog log = openLog(folder, history.store());
        FlashTables tables =
            FlashTables.open(Files.createDirectories(folder.resolve("index")), log)) {
      Dag dag = new Dag(history.store(), log, tables, new Believed(0));
      dag.replay(0);
      if (dag.sequence() == 0) {
        history.begin(dag);
      } else {
        history.goOn(dag);
      }
      for (int i = dag.sequence(); i < count; i++) {
        history.write(dag, i % history.authors(), 1);
        if (dag.isCheckpointDue()) {
          dag.checkpoint();
          tables.work(WORK_BYTES);
        }
      }
      dag.checkpoint();
    }
  }

  /** Copies a folder that nobody has open. */
  public static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
  }

  /** Removes a folder with all that is in it. */
  public static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  /** The node itself. */
  public Node node() {
    return node;
  }

  /** What it holds. */
  public Dag dag() {
    return node.dag(store);
  }

  /** The store it holds. */
  public StoreId store() {
    return store;
  }

  @Override
  public void close() throws StoreException {
    node.checkpoint();
    tables.close();
    log.close();
  }
}
