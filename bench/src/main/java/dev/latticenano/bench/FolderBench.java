package dev.latticenano.bench;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.FolderWriter;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of many files put, put again unchanged, listed, carried over TCP and written out. What
 * grows faster than the number of files shows when it is run with two numbers.
 *
 * <p>Arguments: files (default 10000), bytes of each (default 40000, which makes a chunk of each;
 * below 32768 they travel inside the intentions).
 */
public final class FolderBench {
  private static final int CONNECT_MS = 5000;

  private FolderBench() {}

  /** Measures and prints a line per step. */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 40_000;
    try (NodePair pair = new NodePair()) {
      Path source = pair.place().resolve("source");
      NodePair.makeFiles(source, count, bytes, 1);
      long startNs = System.nanoTime();
      pair.put(source);
      startNs = say("put", startNs, count);
      FolderReader again = new FolderReader(pair.giver(), pair.files(), done -> {});
      again.put(source, "folder");
      startNs = say("put again", startNs, count);
      try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0);
          TcpLink there = TcpLink.connect("127.0.0.1", door.port(), CONNECT_MS);
          TcpLink here = door.accept()) {
        Conversation.Snapshot taken = pair.exchange(here, there, LinkProfile.TCP);
        if (taken.chunksWanted() > 0) {
          throw new IllegalStateException("the taker lacks something: " + taken);
        }
      }
      startNs = say("sync over TCP", startNs, count);
      pair.reopenTaker();
      startNs = say("open", startNs, count);
      List<FileEntry> entries = new ArrayList<>();
      pair.taker().files(pair.files()).list(null, true, entries::add);
      startNs = say("list", startNs, count);
      FolderWriter writer =
          new FolderWriter(pair.place().resolve("copy"), pair.taker().chunks(), false);
      for (FileEntry entry : entries) {
        writer.write(entry, entry.path().toString());
      }
      if (!writer.problems().isEmpty() || writer.written() < count) {
        throw new IllegalStateException(writer.written() + " written, " + writer.problems());
      }
      say("get", startNs, count);
    }
    System.exit(0);
  }

  private static long say(String step, long startNs, int count) {
    long nowNs = System.nanoTime();
    System.out.printf(
        "%-14s %8.2f s %8.1f us a file%n",
        step, (nowNs - startNs) / 1e9, (nowNs - startNs) / 1e3 / count);
    return System.nanoTime();
  }
}
