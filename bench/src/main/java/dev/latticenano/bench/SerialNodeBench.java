package dev.latticenano.bench;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.link.PtyLine;
import dev.latticenano.link.SerialLink;
import java.util.Arrays;

/**
 * How much of a clean serial line two whole nodes fill with payload: signed intentions and chunks,
 * every byte counted once. Pseudo-terminals paced to the baud rate; both nodes keep what they do on
 * disk.
 *
 * <pre>
 *   flow      payload bytes / (last payload frame received − first payload frame sent)
 *   exchange  payload bytes / (both ends through − conversation begun): greeting, frontiers, rest
 *   all       payload bytes / (both ends through − devices opened): the line's greeting as well
 * </pre>
 *
 * Arguments: runs (default 3), then any of {@code file small mix}, then any of {@code 115200
 * 3000000}.
 */
public final class SerialNodeBench {
  private static final int LINE_BITS_PER_BYTE = 10;
  private static final int ANSWER_MS = 15_000;

  private SerialNodeBench() {}

  private record Shares(double flow, double exchange, double all, double rate) {}

  /** Measures and prints a line per baud rate and workload: shares of the line, medians. */
  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 && args[0].matches("\\d{1,3}") ? Integer.parseInt(args[0]) : 3;
    String chosen = String.join(" ", args);
    System.out.println("baud     load   payload  bytes/s  flow   least  most   exchange  all");
    for (int baud : new int[] {3_000_000, 115_200}) {
      for (String load : new String[] {"file", "small", "mix"}) {
        boolean other = chosen.matches(".*(file|small|mix).*") && !chosen.contains(load);
        boolean otherBaud = chosen.matches(".*\\d{6,7}.*") && !chosen.contains("" + baud);
        if (!other && !otherBaud) {
          measure(baud, load, runs);
        }
      }
    }
    System.exit(0);
  }

  private static void measure(int baud, String load, int runs) throws Exception {
    Shares[] shares = new Shares[runs];
    long payload = 0;
    for (int run = 0; run < runs; run++) {
      try (NodePair pair = new NodePair()) {
        fill(pair, baud, load);
        payload = pair.intentionBytes();
        shares[run] = run(pair, baud, payload);
      }
    }
    double[] flow = sorted(shares, Shares::flow);
    System.out.printf(
        "%-8d %-6s %-8d %-8.0f %.4f %.4f %.4f %.4f    %.4f%n",
        baud,
        load,
        payload,
        sorted(shares, Shares::rate)[runs / 2],
        flow[runs / 2],
        flow[0],
        flow[runs - 1],
        sorted(shares, Shares::exchange)[runs / 2],
        sorted(shares, Shares::all)[runs / 2]);
  }

  private static double[] sorted(
      Shares[] shares, java.util.function.ToDoubleFunction<Shares> which) {
    return Arrays.stream(shares).mapToDouble(which).sorted().toArray();
  }

  /** What fits the line: 15 to 30 seconds of it. */
  private static void fill(NodePair pair, int baud, String load) throws Exception {
    boolean slow = baud < 1_000_000;
    switch (load) {
      case "file" -> pair.put(1, slow ? 300_000 : 5_000_000, 1);
      case "small" -> pair.write(slow ? 800 : 5000, 1);
      default -> {
        pair.write(slow ? 400 : 2500, 1);
        pair.put(slow ? 20 : 200, 2000, 2);
        pair.put(slow ? 2 : 40, 50_000, 3);
      }
    }
  }

  private static Shares run(NodePair pair, int baud, long intentionBytes) throws Exception {
    long openedNs = System.nanoTime();
    try (PtyLine cable = PtyLine.paced(baud, 0, 0, 1);
        SerialLink left = SerialLink.open(cable.left(), baud);
        SerialLink right = SerialLink.open(cable.right(), baud)) {
      if (!left.awaitPeer(ANSWER_MS) || !right.awaitPeer(ANSWER_MS)) {
        throw new IllegalStateException("the two ends of the line did not meet");
      }
      MarkedLink atGiver = new MarkedLink(left);
      MarkedLink atTaker = new MarkedLink(right);
      long begunNs = System.nanoTime();
      Conversation.Snapshot taken = pair.exchange(atGiver, atTaker, LinkProfile.serial(baud));
      long endNs = System.nanoTime();
      if (taken.received() != pair.intentions() || taken.chunksWanted() > 0) {
        throw new IllegalStateException("the taker lacks something: " + taken);
      }
      double payload = intentionBytes + taken.chunkBytes();
      double lineBytesPerNs = baud / (double) LINE_BITS_PER_BYTE / 1e9;
      double flowNs = atTaker.lastReceivedNs() - atGiver.firstSentNs();
      System.out.printf(
          "  # payload %.0f, wire %d, frames %d, first after %d ms, last answer %d ms after, again %d%n",
          payload,
          taken.wireBytes(),
          atTaker.payloadFrames(),
          (atGiver.firstSentNs() - begunNs) / 1_000_000,
          (atGiver.lastAnswerNs() - atTaker.lastReceivedNs()) / 1_000_000,
          left.stats().retransmissions());
      return new Shares(
          payload / flowNs / lineBytesPerNs,
          payload / (endNs - begunNs) / lineBytesPerNs,
          payload / (endNs - openedNs) / lineBytesPerNs,
          payload / flowNs * 1e9);
    }
  }
}
