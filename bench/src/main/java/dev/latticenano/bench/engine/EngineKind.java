package dev.latticenano.bench.engine;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Locale;

/** The engines there are, by the names under which the command line knows them. */
public enum EngineKind {
  /** Our log with a table of keys. */
  OURS("ours", "LogEngine"),
  /** RocksDB with a Bloom filter of ten bits a key, otherwise as it comes. */
  ROCKSDB("RocksDB", "foreign.RocksEngine"),
  /** H2's MVStore; a commit is its commit and its sync. */
  MVSTORE("H2 MVStore", "foreign.MvStoreEngine"),
  /** SQLite with {@code journal_mode=WAL, synchronous=FULL}. */
  SQLITE("SQLite WAL, FULL", "foreign.SqliteEngine"),
  /** MapDB's tree, values outside its nodes, with MapDB's own write-ahead log. */
  MAPDB("MapDB tx, BTreeMap", "MapDbTree"),
  /** MapDB's hash map with MapDB's own write-ahead log; its scan has no order. */
  MAPDBHASH("MapDB tx, HTreeMap", "MapDbHash"),
  /** Ours with the whole DAG above it; the records are signed intentions, see {@link DagWork}. */
  DAG("ours, whole DAG", "DagWork");

  private final String title;
  private final String className;

  EngineKind(String title, String className) {
    this.title = title;
    this.className = EngineKind.class.getPackageName() + "." + className;
  }

  /** The kind that the command line calls {@code name}. */
  public static EngineKind of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name in tables. */
  public String title() {
    return title;
  }

  /** True if a scan shows keys in order. */
  public boolean isOrdered() {
    return this != MAPDBHASH;
  }

  /** True if it was compiled in: those of others are in the profile {@code engines} only. */
  public boolean isPresent() {
    return EngineKind.class.getResource("/" + className.replace('.', '/') + ".class") != null;
  }

  /** The main class that does its pieces of work. */
  Class<?> work() {
    return this == DAG ? DagWork.class : EngineWork.class;
  }

  /** Loads its classes and native libraries, which may cost writes, without opening anything. */
  public void load() throws ClassNotFoundException {
    Class.forName(className);
  }

  /** Opens it in a folder that exists. */
  public Engine open(Path folder) throws Exception {
    try {
      return (Engine) Class.forName(className).getConstructor(Path.class).newInstance(folder);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(title + " does not open", e.getCause());
    }
  }
}
