package dev.latticenano.bench.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.state.Role;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A relay in a process of its own, which lets in so many links of this machine. */
public final class Hosted implements AutoCloseable {
  private static final long QUOTA_BYTES = 1L << 30;

  private final RelayHome home;
  private final Process process;
  private final PrintStream questions;
  private final BufferedReader answers;
  private final int port;

  /**
   * What the process takes.
   *
   * @param heapBytes after a collection
   * @param residentBytes of the process
   * @param processorMs of the process, since it began
   * @param threadNs processor time of the one thread that speaks to links; 0 if there is none
   * @param compilersMs the same of Java's compilers
   */
  public record Cost(
      long heapBytes, long residentBytes, long processorMs, long threadNs, long compilersMs) {}

  /**
   * What checks took beside it.
   *
   * @param count how many there were
   * @param spentNs of a processor, for all of them
   */
  public record Checked(long count, long spentNs) {
    /** One of them, ns. */
    public double ns() {
      return spentNs / (double) count;
    }
  }

  /** Starts one, of a kind that {@link RelayProcess} knows, in a directory that is not there. */
  public Hosted(String kind, Path dir, int links, String heap) throws Exception {
    this(kind, dir, links, heap, List.of());
  }

  /** The same, over NIO, on its processors. */
  public Hosted(Processors processors, Path dir, int links, String heap) throws Exception {
    this("nio", dir, links, heap, processors.prefix());
  }

  private Hosted(String kind, Path dir, int links, String heap, List<String> prefix)
      throws Exception {
    OperatorSettings settings = new OperatorSettings();
    settings.choose(OperatorSettings.Key.LINKS, Integer.toString(links + 1000));
    settings.choose(OperatorSettings.Key.LINKS_PER_ADDRESS, "100000");
    settings.choose(OperatorSettings.Key.CALLS, "100000");
    settings.choose(OperatorSettings.Key.CALLS_PER_ADDRESS, "1000000");
    home = RelayHome.create(dir, settings);
    process = start(kind, dir, heap, prefix);
    questions = new PrintStream(process.getOutputStream(), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
    port = Integer.parseInt(answers.readLine());
  }

  private static Process start(String kind, Path dir, String heap, List<String> prefix)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Delivered.options(heap));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            RelayProcess.class.getName(),
            kind,
            dir.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Where it listens, on the loopback network. */
  public int port() {
    return port;
  }

  /** What it takes now. */
  public Cost ask() throws IOException {
    questions.println();
    String[] words = answers.readLine().split(" ");
    return new Cost(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  /** Checks signatures in the relay's process now and then, until {@link #checked}. */
  public void checks() {
    questions.println(RelayProcess.CHECKS);
  }

  /** Ends {@link #checks}. */
  public Checked checked() throws IOException {
    questions.println(RelayProcess.CHECKED);
    String[] words = answers.readLine().split(" ");
    return new Checked(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /** Its directory. */
  Path dir() {
    return home.root();
  }

  /** The first makes a store, the others may write in it, and the relay holds it. */
  public StoreId bring(List<Member> members, int nonce) throws Exception {
    return bring(home, port, members, nonce);
  }

  /** The same, of the relay with that home. */
  static StoreId bring(RelayHome home, int port, List<Member> members, int nonce) throws Exception {
    Member owner = members.get(0);
    StoreId store = owner.create(nonce);
    ManifestWriter writer = new ManifestWriter(store).creator(owner.key(), nonce);
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
    Ticket ticket = Ticket.sign(home.signer(), number, new Ticket.Promise(QUOTA_BYTES, 0, 0, 1));
    owner.redeem(port, writer.sign(1, System.currentTimeMillis(), owner.signer()), ticket);
    for (Member each : members.subList(1, members.size())) {
      each.open(store, owner);
    }
    return store;
  }

  @Override
  public void close() {
    questions.close();
    process.destroy();
    process.onExit().join();
  }
}
