package dev.latticenano.edge.cli;

import dev.latticenano.edge.Conversation.Snapshot;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;

/** How an exchange with a peer is told to a person. */
final class Reports {
  private Reports() {}

  /** While it runs. */
  static void show(ProgressLine line, Snapshot now) {
    long done = now.received() + now.acknowledged() + now.chunksReceived();
    long total = now.received() + now.toSend() + now.chunksReceived() + now.chunksWanted();
    line.show(
        (now.received() + now.acknowledged())
            + " intentions, "
            + Units.bytes(now.chunkBytes())
            + " of files",
        done,
        total);
  }

  /** When it has ended. */
  static String sentence(Snapshot end, long nanos) {
    String peer = end.peer().isEmpty() ? "the peer" : end.peer();
    return "in sync with "
        + peer
        + ": "
        + Units.count(end.received(), "intention")
        + " in, "
        + end.acknowledged()
        + " out, "
        + Units.bytes(end.chunkBytes())
        + " of files, "
        + Units.bytes(end.wireBytes())
        + " on the wire, "
        + Units.seconds(nanos);
  }

  /** The exit code, with a remark if not everything has come. */
  static int judge(PrintWriter err, Snapshot end) {
    if (end.chunksWanted() == 0) {
      return 0;
    }
    err.println(
        "lattice: "
            + Units.count(end.chunksWanted(), "piece")
            + " of files are still missing because the peer does not hold them either;"
            + " sync with someone who does");
    return Failure.FAILED;
  }
}
