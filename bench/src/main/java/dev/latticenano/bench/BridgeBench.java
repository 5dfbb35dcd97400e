package dev.latticenano.bench;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.link.PtyLine;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.Trunk;
import dev.latticenano.link.bridge.BridgeRequest;
import dev.latticenano.link.bridge.BridgeVerdict;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How much of a line of 3 000 000 baud two whole nodes fill with payload when a bridge joins them,
 * the firmware as a program of this machine, beside the paced line without one; by turns. What is
 * given goes from the node at the bridge's USB line to the one at its UART, which the program
 * paces.
 *
 * <p>Needs {@code make -C firmware-bridge bench-host}. Arguments: runs (default 3), bytes of the
 * file (default 3 000 000).
 */
public final class BridgeBench {
  private static final int BAUD = 3_000_000;
  private static final int LINE_BITS_PER_BYTE = 10;
  private static final int ANSWER_MS = 15_000;
  private static final int PORT = 1;
  private static final int LINES = 3;

  private BridgeBench() {}

  /** Measures and prints medians. */
  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 3_000_000;
    double[] without = new double[runs];
    double[] with = new double[runs];
    for (int run = 0; run < runs; run++) {
      try (NodePair pair = new NodePair()) {
        pair.put(1, bytes, run);
        without[run] = direct(pair);
      }
      try (NodePair pair = new NodePair()) {
        pair.put(1, bytes, run);
        with[run] = bridged(pair);
      }
      System.out.printf("without %.4f, bridge %.4f%n", without[run], with[run]);
    }
    Arrays.sort(without);
    Arrays.sort(with);
    double median = with[runs / 2] / without[runs / 2];
    System.out.printf(
        "%d baud, share that payload fills: without a bridge %.4f, with %.4f, ratio %.4f%n",
        BAUD, without[runs / 2], with[runs / 2], median);
    System.exit(0);
  }

  private static double direct(NodePair pair) throws Exception {
    try (PtyLine cable = PtyLine.paced(BAUD, 0, 0, 1);
        SerialLink left = SerialLink.open(cable.left(), BAUD);
        SerialLink right = SerialLink.open(cable.right(), BAUD)) {
      return share(pair, left, right);
    }
  }

  private static double bridged(NodePair pair) throws Exception {
    Path folder = Files.createTempDirectory("lattice-bridge");
    Process bridge = start(folder);
    try (Trunk trunk = Trunk.open(folder.resolve("0").toString(), BAUD)) {
      ByteBuffer line = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      line.put((byte) PORT).putInt(BAUD).put(new byte[] {8, 0, 1});
      trunk.identify(4);
      if (trunk.ask(BridgeRequest.LINE, line.array(), 4).verdict() != BridgeVerdict.DONE) {
        throw new IllegalStateException("the bridge does not take the rate");
      }
      try (SerialLink left = trunk.link(PORT, BAUD);
          SerialLink right = SerialLink.open(folder.resolve("" + PORT).toString(), BAUD)) {
        return share(pair, left, right);
      }
    } finally {
      bridge.destroy();
      bridge.waitFor();
      try (Stream<Path> left = Files.walk(folder)) {
        left.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
      }
    }
  }

  private static Process start(Path folder) throws Exception {
    String[] words = new String[1 + LINES];
    words[0] = "firmware-bridge/target/bench/bridge_host";
    for (int i = 0; i < LINES; i++) {
      words[1 + i] = "pty:" + folder.resolve("" + i);
    }
    Process bridge =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = bridge.inputReader(StandardCharsets.UTF_8);
    if (!"up".equals(out.readLine())) {
      throw new IllegalStateException("the bridge did not start");
    }
    return bridge;
  }

  /** Payload over the time from the first payload frame sent to the last received, of the line. */
  private static double share(NodePair pair, SerialLink left, SerialLink right) throws Exception {
    if (!left.awaitPeer(ANSWER_MS) || !right.awaitPeer(ANSWER_MS)) {
      throw new IllegalStateException("the two ends of the line did not meet");
    }
    MarkedLink atGiver = new MarkedLink(left);
    MarkedLink atTaker = new MarkedLink(right);
    Conversation.Snapshot taken = pair.exchange(atGiver, atTaker, LinkProfile.serial(BAUD));
    if (taken.received() != pair.intentions() || taken.chunksWanted() > 0) {
      throw new IllegalStateException("the taker lacks something: " + taken);
    }
    double payload = pair.intentionBytes() + taken.chunkBytes();
    double lineBytesPerNs = BAUD / (double) LINE_BITS_PER_BYTE / 1e9;
    return payload / (atTaker.lastReceivedNs() - atGiver.firstSentNs()) / lineBytesPerNs;
  }
}
