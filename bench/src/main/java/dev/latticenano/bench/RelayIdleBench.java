package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.bench.relay.RelayProcess;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.state.Role;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.link.TcpLink;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    OperatorSettings settings = new OperatorSettings();
    settings.choose(OperatorSettings.Key.LINKS, Integer.toString(links + 1000));
    settings.choose(OperatorSettings.Key.LINKS_PER_ADDRESS, "100000");
    settings.choose(OperatorSettings.Key.CALLS, "100000");
    settings.choose(OperatorSettings.Key.CALLS_PER_ADDRESS, "1000000");
    RelayHome home = RelayHome.create(dir, settings);
    Process process = start(kind, dir);
    try (PrintStream questions = new PrintStream(process.getOutputStream(), true)) {
      BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
      int port = Integer.parseInt(answers.readLine());
      List<Member> members = Member.many(MEMBERS);
      StoreId store = kind.equals("loop") ? null : bring(home, members, port);
      List<TcpLink> up = new ArrayList<>();
      int first = Math.max(5 * MEMBERS, links / 100);
      call(members, port, store, up, first);
      long[] before = ask(questions, answers);
      long startNs = System.nanoTime();
      call(members, port, store, up, first + links);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      long[] after = ask(questions, answers);
      System.out.printf(
          Locale.ROOT,
          "%s: %d links; each %d B of heap, %d B resident; heap %.1f MB, resident %.1f MB;"
              + " %.0f links a second, %d ms of processor%n",
          kind,
          links,
          (after[0] - before[0]) / links,
          (after[1] - before[1]) / links,
          after[0] / 1e6,
          after[1] / 1e6,
          links / seconds,
          after[2] - before[2]);
      up.forEach(TcpLink::close);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Process start(String kind, Path dir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xss512k",
            "-cp",
            System.getProperty("java.class.path"),
            RelayProcess.class.getName(),
            kind,
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static StoreId bring(RelayHome home, List<Member> members, int port) throws Exception {
    Member owner = members.get(0);
    StoreId store = owner.create(1);
    ManifestWriter writer = new ManifestWriter(store).creator(owner.key(), 1);
    for (Member each : members) {
      writer.member(each.key(), each == owner ? Manifest.OWNER : Manifest.VOTER, false);
      if (each != owner) {
        owner.let(store, each.key(), Role.VOTER);
      }
    }
    owner.let(store, home.key(), Role.CARRIER);
    writer.member(home.key(), Manifest.CARRIER, false);
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    new SystemEntropy().fill(number, 0, number.length);
    Ticket ticket = Ticket.sign(home.signer(), number, new Ticket.Promise(1L << 30, 0, 0, 1));
    owner.redeem(port, writer.sign(1, System.currentTimeMillis(), owner.signer()), ticket);
    for (Member each : members.subList(1, members.size())) {
      each.open(store, owner);
    }
    return store;
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

  private static long[] ask(PrintStream questions, BufferedReader answers) throws IOException {
    questions.println();
    String[] words = answers.readLine().split(" ");
    return new long[] {
      Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])
    };
  }
}
