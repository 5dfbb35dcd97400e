package dev.latticenano.edge.doctor;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.Identity;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeysFile;
import dev.latticenano.edge.RelayHolders;
import dev.latticenano.edge.doctor.Finding.Severity;
import dev.latticenano.host.Failure;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.disk.ShadowDisk;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.scrub.ChunkPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Looks at what the stores hold: reads every chunk, then starts a node on what is there, in memory,
 * and asks it what is missing.
 */
final class ContentCheck {
  private static final int STEP_BYTES = 1_048_576;
  private static final String DAMAGED = ".damaged";

  private final Path root;
  private final ChunkFiles chunks;
  private final Consumer<Finding> findings;
  private final Set<Path> rotten = new HashSet<>();

  ContentCheck(Path root, ShadowDisk disk, Consumer<Finding> findings) throws StoreException {
    this.root = root;
    this.chunks = ChunkFiles.open(disk, root.resolve("chunks"));
    this.findings = findings;
  }

  /** Examines the chunks, and the stores whose logs opened; {@code logs} by store. */
  void run(Map<UUID, SegmentLog> logs, boolean all, StoreCheck.Progress progress)
      throws StoreException {
    List<Path> before = chunks.damaged();
    ChunkPart part = new ChunkPart(chunks);
    long total = chunks.heldBytes();
    long read = 0;
    for (long step = 1; step > 0; read += step) {
      step =
          part.step(STEP_BYTES, (name, place, file, offset, bytes, reason) -> rotten(file, reason));
      progress.read(read, total);
    }
    ChunkCensus census = census(logs, all);
    for (Path path : before) {
      aside(path, census);
    }
    if (census != null) {
      garbage(census);
    }
  }

  private void rotten(Path file, String reason) {
    rotten.add(file);
    findings.accept(
        new Finding(
                Severity.DAMAGE,
                "damaged_chunk",
                file,
                reason,
                "--repair, or the next reading, sets it aside, and a sync fetches it again")
            .mend(
                () -> {
                  byte[] cid = cid(file);
                  ChunkFiles.open(file.getParent().getParent()).setAside(cid, 0);
                  return "it was set aside; it still needs a sync with a peer that has it";
                }));
  }

  private static byte[] cid(Path file) {
    String rest = file.getFileName().toString().replace(DAMAGED, "");
    return Hex.decode(file.getParent().getFileName() + rest);
  }

  /** A chunk that was set aside in an earlier run. */
  private void aside(Path path, ChunkCensus census) throws StoreException {
    boolean again = chunks.holds(cid(path), 0);
    if (!again && (census == null || census.live().count(cid(path), 0) > 0)) {
      findings.accept(
          new Finding(
              Severity.DAMAGE,
              "waiting_chunk",
              path,
              "a file needs this chunk, which was damaged and set aside",
              "it waits for a sync with a peer that has it"));
      return;
    }
    String what =
        again ? "a damaged chunk that is here again" : "a damaged chunk that nothing needs";
    findings.accept(Finding.leftover(path, what));
  }

  /** Starts a node on all logs; null if it does not start. */
  private ChunkCensus census(Map<UUID, SegmentLog> logs, boolean all) throws StoreException {
    Node node = node();
    ChunkCensus census = new ChunkCensus(chunks, node.key().toBytes());
    final boolean relaysKnown = leavesRelaysOut(census);
    for (Map.Entry<UUID, SegmentLog> each : logs.entrySet()) {
      UUID uuid = each.getKey();
      StoreId id = new StoreId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
      SegmentLog log = each.getValue();
      Path place = root.resolve("stores").resolve(uuid.toString());
      try {
        long nowMs = System.currentTimeMillis();
        node.open(id, log, new MemoryTables(), keys(place, id), nowMs, ReplayProgress.SILENT);
        census.add(node, id, log);
        if (log.damages().stretches() > 0) {
          census.damaged(id, false);
        }
        waits(place, node.dag(id));
      } catch (StoreException e) {
        findings.accept(
            new Finding(
                Severity.DAMAGE,
                "store",
                place,
                "the store cannot be read (" + e.getMessage() + ")",
                "a sync with a peer that has it fetches again what is damaged"));
        return null;
      }
    }
    wanted(node);
    census.settle(1, !rotten.isEmpty());
    return all && relaysKnown ? census : null;
  }

  private boolean leavesRelaysOut(ChunkCensus census) {
    try {
      RelayHolders.read(root, System.currentTimeMillis()).leaveOut(census);
      return true;
    } catch (Failure e) {
      findings.accept(
          new Finding(
              Severity.FATAL,
              "relays",
              root.resolve("relays"),
              e.getMessage(),
              "remove the file; then lattice relay add URL, without a ticket, adds the relay again"));
      return false;
    }
  }

  private static EpochKeys keys(Path place, StoreId store) {
    try {
      return KeysFile.open(place, store).readOnly();
    } catch (Failure e) {
      // StoreCheck has told of it; the rest can be looked at without them.
      return new HeapKeys();
    }
  }

  private Node node() {
    byte[] seed = new byte[Identity.BYTES];
    seed[0] = 1;
    try {
      byte[] own = Files.readAllBytes(root.resolve("identity.key"));
      if (own.length == seed.length && Identity.check(own) == Verdict.OK) {
        seed = own;
      }
    } catch (IOException e) {
      // PlaceCheck has told of it; any key will do to look around.
      seed[0] = 2;
    }
    return new Node(
        Identity.signer(seed),
        Identity.signer(seed),
        new Ed25519Verifier(),
        (out, offset, length) -> {},
        new byte[0],
        chunks,
        new KnownTypes());
  }

  private void waits(Path place, Dag dag) {
    if (dag.lostCount() > 0) {
      findings.accept(
          new Finding(
              Severity.DAMAGE,
              "lost",
              place,
              dag.lostCount() + " intentions are damaged here",
              "they wait for a sync with a peer that has them"));
    }
    if (dag.missingCount() > 0) {
      findings.accept(
          new Finding(
              Severity.NOTE,
              "waiting",
              place,
              dag.floatingCount() + " intentions wait for " + dag.missingCount() + " others",
              "a sync with a peer that has them brings them"));
    }
  }

  private void wanted(Node node) {
    if (node.chunksWanted() > 0) {
      findings.accept(
          new Finding(
              Severity.NOTE,
              "wanted",
              root.resolve("chunks"),
              node.chunksWanted() + " chunks that files need are not here",
              "a sync with a peer that has them brings them"));
    }
  }

  private void garbage(ChunkCensus census) throws StoreException {
    Map<ChunkCensus.Fate, Long> counts = new EnumMap<>(ChunkCensus.Fate.class);
    chunks.names((cid, bytes) -> counts.merge(census.fate(cid, 0), 1L, Long::sum));
    long free =
        counts.getOrDefault(ChunkCensus.Fate.ABANDONED, 0L)
            + counts.getOrDefault(ChunkCensus.Fate.REPLACED, 0L);
    if (free > 0) {
      findings.accept(
          new Finding(
              Severity.NOTE,
              "garbage",
              root.resolve("chunks"),
              free + " chunks are here that nothing refers to",
              "lattice gc frees their space"));
    }
  }
}
