package dev.latticenano.edge.demo;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.Comparison;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.FolderWriter;
import dev.latticenano.edge.files.Holdings;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.PtyLine;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Laptop → stick → phone: three nodes with their own data directories. The laptop makes a sealed
 * store and lets the other two in; the folder goes to the stick over a pair of pseudo-terminals
 * that jSSC opens as serial devices, the laptop is closed, and the phone fetches it from the stick
 * over TCP.
 */
public final class Carry {
  private static final int BAUD = 3_000_000;
  private static final int CONNECT_MS = 5000;
  private static final int ANSWER_MS = 15_000;
  private static final int SILENCE_MS = 60_000;

  private final Path place;
  private final Path source;
  private final Consumer<String> tell;
  private final ProgressLine line;
  private final List<String> problems = new ArrayList<>();
  private final Set<Path> passedOver = new HashSet<>();

  /** Carries {@code source}, a whole path that is no link; the nodes live below {@code place}. */
  public Carry(Path place, Path source, Consumer<String> tell, ProgressLine line) {
    this.place = place;
    this.source = source;
    this.tell = tell;
    this.line = line;
  }

  /** Runs it; returns how the phone's folder differs from the original, nothing if all is well. */
  public List<String> run() throws Failure, InterruptedException {
    for (String name : List.of("laptop", "stick", "phone")) {
      NodeHome.create(place.resolve(name), name);
    }
    List<String> holders = new ArrayList<>();
    StoreId store;
    try (NodeHome stick = NodeHome.open(place.resolve("stick"))) {
      try (NodeHome laptop = NodeHome.open(place.resolve("laptop"))) {
        store = laptop.createStore("carried", FileState.TYPE, true);
        stick.invitations().take(laptop.invitations().make(store, Role.READER, true, 0));
        try (NodeHome phone = NodeHome.open(place.resolve("phone"))) {
          phone.invitations().take(laptop.invitations().make(store, Role.VOTER, true, 0));
          overTcp(laptop, phone);
        }
        put(laptop, store);
        overSerial(laptop, stick);
        holders.add(holding(laptop, store));
      }
      tell.accept("         laptop closed, cable out");
      try (NodeHome phone = NodeHome.open(place.resolve("phone"))) {
        overTcp(stick, phone);
        holders.add(holding(stick, store));
        holders.add(holding(phone, store));
        return compare(phone, store, holders);
      }
    }
  }

  /** One sentence for each file of the original that could not be carried. */
  public List<String> problems() {
    return problems;
  }

  private void put(NodeHome laptop, StoreId store) throws Failure {
    long startNs = System.nanoTime();
    FolderReader reader =
        new FolderReader(
            laptop, store, done -> line.show(done.path() + "  " + Units.bytes(done.bytes()), 0, 0));
    reader.put(source, "");
    line.clear();
    problems.addAll(reader.problems());
    passedOver.addAll(reader.passedOver());
    if (reader.written() == 0) {
      throw new Failure(Failure.BAD_INPUT, problems.get(0));
    }
    long ns = System.nanoTime() - startNs;
    tell.accept(
        "laptop   signed "
            + reader.written()
            + " entries, "
            + Units.bytes(reader.bytes())
            + " in "
            + Units.seconds(ns));
  }

  private void overSerial(NodeHome laptop, NodeHome stick) throws Failure, InterruptedException {
    try (PtyLine cable = PtyLine.unpaced();
        SerialLink left = SerialLink.open(cable.left(), BAUD);
        SerialLink right = SerialLink.open(cable.right(), BAUD)) {
      if (!left.awaitPeer(ANSWER_MS) || !right.awaitPeer(ANSWER_MS)) {
        throw new Failure(Failure.LINK, "the two ends of the serial line did not meet");
      }
      exchange("serial line", laptop, left, stick, right, LinkProfile.SERIAL);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
  }

  private void overTcp(NodeHome stick, NodeHome phone) throws Failure, InterruptedException {
    try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0);
        TcpLink there = TcpLink.connect("127.0.0.1", door.port(), CONNECT_MS);
        TcpLink here = door.accept()) {
      exchange("TCP", stick, here, phone, there, LinkProfile.TCP);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
  }

  private void exchange(
      String over, NodeHome from, Link fromLink, NodeHome to, Link toLink, LinkProfile profile)
      throws Failure, InterruptedException {
    long startNs = System.nanoTime();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Conversation giving = new Conversation(from, fromLink, profile, SILENCE_MS, now -> {}, tell);
      Conversation taking =
          new Conversation(
              to,
              toLink,
              profile,
              SILENCE_MS,
              now -> line.show(to.name() + "  " + Units.bytes(now.wireBytes()), 0, 0),
              tell);
      Future<Conversation.Snapshot> given = other.submit(giving::run);
      Conversation.Snapshot taken = taking.run();
      given.get();
      long ns = System.nanoTime() - startNs;
      line.clear();
      for (String sentence : taking.letIn()) {
        tell.accept(String.format("%-8s %s by %s", to.name(), sentence, from.name()));
      }
      tell.accept(
          String.format(
              "%-8s %s intentions and %s of files from %s over the %s in %s",
              to.name(),
              taken.received(),
              Units.bytes(taken.chunkBytes()),
              from.name(),
              over,
              Units.seconds(ns)));
      tell.accept(
          "         "
              + Units.bytes(taken.wireBytes())
              + " on the wire both ways, "
              + Units.rate(taken.wireBytes(), ns));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      other.shutdownNow();
    }
  }

  private static String holding(NodeHome home, StoreId store) throws Failure {
    try {
      Holdings held = Holdings.of(home, store);
      return String.format(
          "%-8s %d of %d files whole, %s",
          home.name(), held.whole(), held.files(), Units.bytes(held.bytes()));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private List<String> compare(NodeHome phone, StoreId store, List<String> holders) throws Failure {
    Path copy = place.resolve("phone-folder");
    FolderWriter writer = new FolderWriter(copy, phone.chunks(), false);
    List<FileEntry> entries = new ArrayList<>();
    try {
      phone.files(store).list(null, true, entries::add);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    for (FileEntry entry : entries) {
      writer.write(entry, entry.path().toString());
    }
    writer.finish();
    List<String> differences = new ArrayList<>(writer.problems());
    try {
      Comparison compared = Comparison.of(source, copy.resolve(source.getFileName()), passedOver);
      differences.addAll(compared.differences());
      if (differences.isEmpty()) {
        tell.accept(
            "phone    "
                + Units.count(compared.files(), "file")
                + ", "
                + Units.bytes(compared.bytes())
                + ": equal to the original, byte for byte");
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot compare: " + Reason.of(e), e);
    }
    tell.accept("");
    tell.accept("Who holds what now:");
    holders.forEach(tell);
    return differences;
  }
}
