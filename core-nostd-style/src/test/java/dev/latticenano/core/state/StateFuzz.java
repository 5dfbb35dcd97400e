package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ops of any bytes in a store of each type, which is then read in every way; directory entries and
 * paths; and the chunks of a file of which every one is called by its right name. Ops are applied
 * whole or refused, and what is read never says more than there is.
 */
public final class StateFuzz {
  private static final int OPS_MAX = 40;

  private StateFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    switch (script.choose(7)) {
      case 0 -> kv(script);
      case 1 -> files(script);
      case 2 -> log(script);
      case 3 -> root(script);
      case 4 -> entry(script);
      case 5 -> path(script.rest());
      default -> content(script);
    }
  }

  /** Applies what the script says; the names of what was applied and is not empty. */
  private static List<Hash> apply(StateMachine machine, Script script) throws StoreException {
    List<Hash> applied = new ArrayList<>();
    for (int i = 0; i < OPS_MAX && script.more(); i++) {
      byte[] author = new byte[AuthorId.BYTES];
      author[0] = (byte) script.choose(3);
      Hash hash = new Hash(script.choose(256), i, script.choose(2), 1);
      byte[] cited = new byte[4 * Hash.BYTES];
      int count = Math.min(script.choose(4), applied.size());
      for (int c = 0; c < count; c++) {
        applied.get(applied.size() - 1 - c).write(cited, c * Hash.BYTES);
      }
      Hlc clock = new Hlc((long) script.number() << script.choose(48), script.choose(3));
      byte[] op = op(script);
      Applied given =
          new Applied()
              .wrap(hash, clock, AuthorId.of(author, 0))
              .condition(cited, 0, count)
              .op(op, 0, op.length);
      if (machine.apply(given) == Verdict.OK && op.length > 0) {
        applied.add(hash);
      }
    }
    return applied;
  }

  private static byte[] op(Script script) {
    return script.take(script.choose(8) == 7 ? script.number() : script.choose(256));
  }

  private static void kv(Script script) throws StoreException {
    KvState kv = new KvState();
    List<Hash> applied = apply(kv, script);
    List<byte[]> keys = new ArrayList<>();
    kv.list(
        new byte[0],
        (key, winner, conflicted) -> {
          keys.add(key.clone());
          return true;
        });
    for (byte[] key : keys) {
      List<Head> heads = kv.heads(key);
      assertTrue(!heads.isEmpty());
      for (Head head : heads) {
        assertTrue(applied.contains(head.hash()), "a head that nobody wrote");
      }
    }
    kv.clear();
    kv.list(new byte[0], (key, winner, conflicted) -> fail());
  }

  private static boolean fail() {
    throw new AssertionError("a row that was cleared");
  }

  private static void files(Script script) throws StoreException {
    FileState files = new FileState();
    apply(files, script);
    List<FileEntry> entries = new ArrayList<>();
    files.list(null, true, entries::add);
    for (FileEntry entry : entries) {
      assertEquals(Verdict.OK, FilePath.check(entry.path().toBytes(), 0, bytes(entry.path())));
      entry.toString();
      files.heads(entry.source());
      FileEntry again = files.entry(entry.path());
      assertTrue(again != null, () -> "listed and not there: " + entry.path());
      if (!entry.directory()) {
        read(entry, new MemoryChunks());
      }
    }
  }

  private static int bytes(FilePath path) {
    return path.toBytes().length;
  }

  private static void log(Script script) throws StoreException {
    LogState log = new LogState();
    int applied = apply(log, script).size();
    List<LogEntry> entries = new ArrayList<>();
    log.tail(OPS_MAX, entries::add);
    assertEquals(applied, entries.size());
    log.page(null, Long.MIN_VALUE, Long.MAX_VALUE, 3, entry -> true);
  }

  private static void root(Script script) throws StoreException {
    RootState root = new RootState();
    apply(root, script);
    root.list("", (key, winner, conflicted) -> key.length >= 0);
    root.value("apps/x/app-id");
  }

  private static void entry(Script script) {
    byte[] path = script.take(script.choose(20));
    byte[] bytes = script.rest();
    DirEntryView view = new DirEntryView().wrap(bytes, 0, bytes.length);
    Verdict form = view.check();
    Verdict there = view.check(path, 0, path.length);
    if (form == Verdict.OK) {
      view.toString();
      assertTrue(view.inlineOffset() + view.inlineBytes() <= view.bytes().length);
      assertTrue(!view.chunked() || view.cidOffset() + Hash.BYTES <= view.bytes().length);
      assertTrue(!(view.directory() && view.chunked()));
    } else {
      assertTrue(there != Verdict.OK);
    }
  }

  private static void path(byte[] bytes) {
    Verdict verdict = FilePath.check(bytes, 0, bytes.length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (verdict == Verdict.OK) {
      FilePath path = FilePath.of(bytes);
      assertEquals(Verdict.OK, FilePath.check(path.toString()));
      assertEquals(path, FilePath.of(text));
      for (FilePath up = path.parent(); up != null; up = up.parent()) {
        assertTrue(path.beneath(up));
      }
      path.name();
    }
    FilePath.check(text);
  }

  /** A file of so many bytes, and chunks of anything: nodes may name chunks that there are. */
  private static void content(Script script) throws StoreException {
    MemoryChunks chunks = new MemoryChunks();
    byte[] named = new byte[0];
    byte[] name = new byte[Hash.BYTES];
    int count = 1 + script.choose(8);
    for (int i = 0; i < count; i++) {
      byte[] body =
          Arrays.copyOf(script.take(16), script.choose(4) == 0 ? named.length + 1 : 262_144);
      System.arraycopy(named, 0, body, 0, Math.min(named.length, body.length));
      Blake3.plain().hash(body, 0, body.length, name, 0);
      chunks.write(name, 0, body, 0, body.length);
      named = Arrays.copyOf(named, named.length + Hash.BYTES);
      System.arraycopy(name, 0, named, named.length - Hash.BYTES, Hash.BYTES);
    }
    long size = (long) script.number() * (1 + script.number());
    DirEntryWriter writer = new DirEntryWriter().file(FilePath.of("f"), 0, 0);
    writer.chunked(Hash.of(name, 0), size, script.choose(3));
    byte[] bytes = writer.toBytes();
    FileState files = new FileState();
    byte[] op = Said.payload(Map.of("f", bytes));
    Applied applied = new Applied().wrap(new Hash(1, 2, 3, 4), new Hlc(1, 0), AuthorId.of(name, 0));
    applied.condition(name, 0, 0).op(op, 0, op.length);
    if (files.apply(applied) == Verdict.OK && files.entry(FilePath.of("f")) != null) {
      read(files.entry(FilePath.of("f")), chunks);
    }
  }

  private static void read(FileEntry entry, MemoryChunks chunks) {
    Chunks<RuntimeException> held = new HeldChunks(chunks);
    ContentReader reader = new ContentReader();
    if (entry.cid() == null || reader.wrap(entry) != Verdict.OK) {
      return;
    }
    long read = 0;
    for (int steps = 0; steps < 100_000; steps++) {
      ContentReader.Found found = reader.next(held);
      if (found != ContentReader.Found.PIECE) {
        assertTrue(found != ContentReader.Found.END || read == entry.size());
        return;
      }
      assertTrue(reader.length() > 0 && reader.position() == read);
      read += reader.length();
      assertTrue(read <= entry.size(), "more content than the entry says");
    }
    throw new AssertionError("content without an end");
  }

  /** The chunks as a reader asks for them. */
  private record HeldChunks(MemoryChunks chunks) implements Chunks<RuntimeException> {
    @Override
    public boolean holds(byte[] name, int offset) {
      return chunks.holds(name, offset);
    }

    @Override
    public int read(byte[] name, int offset, byte[] out) {
      return chunks.read(name, offset, out, 0);
    }
  }
}
