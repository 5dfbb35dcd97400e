package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.table.RunsRecord.NamedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The directory of a store's runs: their names, how they come into being, and how they go. */
final class RunFiles {
  private static final String PARTIAL = ".partial";
  private static final String OWN = ".run";
  private static final String MAPDB = ".map";

  // Runs, and what the one table of hashes left that nodes had before.
  private static final Pattern OURS =
      Pattern.compile("([0-9]{8,10}\\.(run|map)|current|table-[0-9]+)(\\.partial)?");

  private final Disk disk;
  private final Path directory;
  private final RunsOwner owner;
  private final LongSupplier salts;
  // Blocks that the runs of a table share, by its name.
  private final Map<String, FlatBlock> flatBlocks = new HashMap<>();
  private final Map<String, PackedBlock> packedBlocks = new HashMap<>();

  RunFiles(Disk disk, Path directory, RunsOwner owner, LongSupplier salts) {
    this.disk = disk;
    this.directory = directory;
    this.owner = owner;
    this.salts = salts;
  }

  RunsOwner owner() {
    return owner;
  }

  /** The name of a run's file. */
  static String name(TableShape shape, int id) {
    return String.format("%08d", id) + (RunFooter.kind(shape) == RunFooter.MAPDB ? MAPDB : OWN);
  }

  /** The name of a run's file before it is finished. */
  static String partialName(TableShape shape, int id) {
    return name(shape, id) + PARTIAL;
  }

  /**
   * Begins run {@code id}.
   *
   * @param prefixesMax of rows with a filter: different filtered prefixes at most
   * @param rowBytesMax of other rows: bytes of the largest at most
   */
  RunWriter begin(TableShape shape, int id, long prefixesMax, int rowBytesMax)
      throws StoreException {
    RunFooter footer = RunFooter.of(shape, owner, id, salts.getAsLong());
    RunOutput output = new RunOutput(disk, partial(shape, id), footer);
    return switch (RunFooter.kind(shape)) {
      case RunFooter.FLAT -> new FlatRunWriter(shape, output, prefixesMax, owner.salt());
      case RunFooter.PACKED -> new PackedRunWriter(output, prefixesMax, owner.salt());
      default -> new MapRunWriter(output, rowBytesMax);
    };
  }

  /** Finishes a run, names and opens it; its name is durable after {@link #syncDirectory}. */
  Run finish(TableShape shape, int id, RunWriter writer) throws StoreException {
    RunFooter footer = writer.finish();
    Path path = directory.resolve(name(shape, id));
    try {
      disk.rename(partial(shape, id), path);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("rename to", path, e);
    }
    return open(shape, new NamedRun(id, footer.crc(), footer.rows(), footer.fileBytes()));
  }

  /** Makes the names in the directory durable. */
  void syncDirectory() throws StoreException {
    try {
      disk.syncDirectory(directory);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("sync", directory, e);
    }
  }

  /**
   * Opens a run.
   *
   * @throws StoreException CORRUPT if it is not the run that is named
   */
  Run open(TableShape shape, NamedRun named) throws StoreException {
    Path path = directory.resolve(name(shape, named.id()));
    DiskFile file = null;
    boolean done = false;
    try {
      file = disk.open(path, false);
      RunSource source = RunSource.of(path, file);
      RunFooter footer = source.footer();
      if (!footer.isOf(shape, owner, named.id())
          || footer.crc() != named.crc()
          || footer.rows() != named.rows()
          || footer.fileBytes() != named.bytes()) {
        throw source.foreign();
      }
      Run run =
          switch (RunFooter.kind(shape)) {
            case RunFooter.FLAT -> new FlatRun(shape, source, flatBlock(shape));
            case RunFooter.PACKED -> new PackedRun(source, packedBlock(shape));
            default -> new MapRun(source);
          };
      done = true;
      return run;
    } catch (IOException e) {
      throw DiskFailure.of("open", path, e);
    } finally {
      if (!done && file != null) {
        closeQuietly(file);
      }
    }
  }

  private FlatBlock flatBlock(TableShape shape) {
    return flatBlocks.computeIfAbsent(shape.name(), name -> new FlatBlock(FlatRun.width(shape)));
  }

  private PackedBlock packedBlock(TableShape shape) {
    return packedBlocks.computeIfAbsent(shape.name(), name -> new PackedBlock());
  }

  /** Removes the files of all runs, finished or not, whose names {@code kept} does not hold. */
  void deleteOthers(Set<String> kept) throws StoreException {
    try {
      for (String name : disk.list(directory)) {
        if (OURS.matcher(name).matches() && !kept.contains(name)) {
          disk.delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite("delete runs in", directory, e);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private Path partial(TableShape shape, int id) {
    return directory.resolve(partialName(shape, id));
  }

  private static void closeQuietly(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // The failure on its way says more.
      return;
    }
  }
}
