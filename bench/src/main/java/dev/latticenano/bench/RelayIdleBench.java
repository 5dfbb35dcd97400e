package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Hosted;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.link.TcpLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an idle link costs a relay with 64 MB of heap: so many links of twenty members, each proven,
 * in a session and at rest, over NIO and over netty. A link is the difference between the process
 * with all of them and with a hundred, or a hundredth, divided by their number.
 *
 * <p>Arguments: links (default 10 000), kinds ({@code loop nio netty}; the first has links alone).
 */
public final class RelayIdleBench {
  private static final int MEMBERS = 20;

  private RelayIdleBench() {}

  /** Measures and prints a line for each kind. */
  public static void main(String[] args) throws Exception {
    int links = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    List<String> kinds =
        args.length > 1 ? List.of(args).subList(1, args.length) : List.of("loop", "nio", "netty");
    for (String kind : kinds) {
      Path folder = Files.createTempDirectory("relay-idle");
      try {
        run(kind, links, folder.resolve("relay"));
      } finally {
        StoredNode.remove(folder);
      }
    }
  }

  private static void run(String kind, int links, Path dir) throws Exception {
    try (Hosted relay = new Hosted(kind, dir, links, "64m")) {
      int port = relay.port();
      List<Member> members = Member.many(MEMBERS);
      StoreId store = kind.equals("loop") ? null : relay.bring(members, 1);
      List<TcpLink> up = new ArrayList<>();
      int first = Math.max(5 * MEMBERS, links / 100);
      call(members, port, store, up, first);
      Hosted.Cost before = relay.ask();
      long startNs = System.nanoTime();
      call(members, port, store, up, first + links);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      Hosted.Cost after = relay.ask();
      System.out.printf(
          Locale.ROOT,
          "%s: %d links; each %d B of heap, %d B resident; heap %.1f MB, resident %.1f MB;"
              + " %.0f links a second, %d ms of processor%n",
          kind,
          links,
          (after.heapBytes() - before.heapBytes()) / links,
          (after.residentBytes() - before.residentBytes()) / links,
          after.heapBytes() / 1e6,
          after.residentBytes() / 1e6,
          links / seconds,
          after.processorMs() - before.processorMs());
      up.forEach(TcpLink::close);
    }
  }

  /** Calls until so many links are up; those that are idle say that they are alive. */
  private static void call(
      List<Member> members, int port, StoreId store, List<TcpLink> up, int count) throws Exception {
    long signedMs = System.currentTimeMillis();
    while (up.size() < count) {
      int number = up.size();
      Member member = members.get(number % members.size());
      up.add(
          store == null
              ? TcpLink.connect("127.0.0.1", port, 10_000)
              : member.meet(port, number / members.size(), store));
      if (System.currentTimeMillis() - signedMs > TcpLink.SIGN_MS) {
        signedMs = System.currentTimeMillis();
        for (TcpLink each : up) {
          each.sign();
        }
      }
    }
  }
}
