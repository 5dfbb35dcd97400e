package dev.latticenano.link;

import java.util.Arrays;

/**
 * Named benchmark: how much of a paced line the frames of a {@link SerialLink} fill, through
 * pseudo-terminals, jSSC and all.
 *
 * <p>1 MiB at 3 000 000 baud and 200 KiB at 115 200, in frames of 4 KiB and of 64 KiB, from the
 * first {@link Link#send} to the last {@link Link#receive}. One more run before is not counted. Run
 * it as a plain program; the first argument is the number of runs.
 */
public final class SerialGoodput {
  private static final int LINE_BITS_PER_BYTE = 10;

  private SerialGoodput() {}

  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    try (PtyLine line = PtyLine.paced(3_000_000, 0, 0, 0)) {
      rate(line, 3_000_000, 1024 * 1024, 4096); // Warms the machine; not counted.
    }
    System.out.println("baud      bytes     frame   bytes/s   share of line (median, least, most)");
    for (int frameBytes : new int[] {4096, 65_536}) {
      measure(3_000_000, 1024 * 1024, frameBytes, runs);
      measure(115_200, 200 * 1024, frameBytes, runs);
    }
    measureUnpaced(64 * 1024 * 1024, 65_536, runs);
    System.exit(0);
  }

  private static void measure(int baud, int bytes, int frameBytes, int runs) throws Exception {
    double[] rates = new double[runs];
    for (int run = 0; run < runs; run++) {
      try (PtyLine line = PtyLine.paced(baud, 0, 0, run)) {
        rates[run] = rate(line, baud, bytes, frameBytes);
      }
    }
    print(baud, bytes, frameBytes, rates, (double) baud / LINE_BITS_PER_BYTE);
  }

  private static void measureUnpaced(int bytes, int frameBytes, int runs) throws Exception {
    double[] rates = new double[runs];
    for (int run = 0; run < runs; run++) {
      try (PtyLine line = PtyLine.unpaced()) {
        rates[run] = rate(line, 3_000_000, bytes, frameBytes);
      }
    }
    print(0, bytes, frameBytes, rates, 300_000);
  }

  private static void print(int baud, int bytes, int frameBytes, double[] rates, double line) {
    Arrays.sort(rates);
    double median = rates[rates.length / 2];
    System.out.printf(
        "%-9d %-9d %-7d %-9.0f %.4f %.4f %.4f%n",
        baud,
        bytes,
        frameBytes,
        median,
        median / line,
        rates[0] / line,
        rates[rates.length - 1] / line);
  }

  private static double rate(PtyLine line, int baud, int bytes, int frameBytes) throws Exception {
    try (SerialLink left = SerialLink.open(line.left(), baud);
        SerialLink right = SerialLink.open(line.right(), baud)) {
      if (!left.awaitPeer(5000) || !right.awaitPeer(5000)) {
        throw new IllegalStateException("the ends do not meet");
      }
      byte[] frame = LinkContract.frame(1, frameBytes);
      int frames = bytes / frameBytes;
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < frames; i++) {
                    LinkContract.send(left, frame);
                  }
                } catch (LinkException e) {
                  throw new IllegalStateException(e);
                }
              });
      byte[] room = new byte[Link.FRAME_BYTES_MAX];
      long startNs = System.nanoTime();
      sender.start();
      for (int i = 0; i < frames; i++) {
        int length = right.receive(room, 0, 30_000);
        if (length != frameBytes) {
          throw new IllegalStateException("frame " + i + " has " + length + " bytes");
        }
      }
      double seconds = (System.nanoTime() - startNs) / 1e9;
      sender.join();
      if (left.stats().retransmissions() > 0) {
        System.out.println(left.stats());
      }
      return (double) frames * frameBytes / seconds;
    }
  }
}
