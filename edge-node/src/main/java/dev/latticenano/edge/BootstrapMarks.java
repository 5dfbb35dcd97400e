package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Members;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The stores of a node that were joined and have not come whole: each has a file {@code bootstrap}
 * in its folder, mode 0600, from before it is opened until a member has agreed with this node. What
 * it says is {@link BootstrapMark}; that it is there is what counts.
 */
public final class BootstrapMarks {
  private static final String NAME = "bootstrap";
  private static final String MODE = "rw-------";
  private static final int BYTES_MAX = 1_048_576;

  private final NodeHome home;
  private final Map<StoreId, BootstrapMark> marks = new TreeMap<>();
  private final Set<StoreId> unkept = new TreeSet<>();

  BootstrapMarks(NodeHome home) {
    this.home = home;
  }

  private Path file(StoreId store) {
    return home.place(store).resolve(NAME);
  }

  /** What is known of a store's bootstrap; null if there is none under way. */
  public BootstrapMark of(StoreId store) {
    return marks.get(store);
  }

  /** A store is joined: it has this mark before it has anything else. */
  void begin(StoreId store) throws Failure {
    try {
      if (!Files.exists(file(store))) {
        SmallFile.folder(home.place(store));
        write(store, BootstrapMark.FRESH);
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not write " + file(store) + ": " + e.getMessage(), e);
    }
  }

  /** A store is about to be opened: takes up what an earlier run left. */
  void restore(StoreId store) throws Failure {
    try {
      if (Files.exists(file(store))) {
        boolean read = Files.size(file(store)) <= BYTES_MAX;
        byte[] bytes = read ? Files.readAllBytes(file(store)) : new byte[0];
        BootstrapMark mark = BootstrapMark.parse(new String(bytes, StandardCharsets.UTF_8));
        marks.put(store, mark);
        home.node().bootstraps().begin(store);
        home.node().bootstraps().told(store, mark.peers());
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not read " + file(store) + ": " + e.getMessage(), e);
    }
  }

  /** A store was closed. */
  void closed(StoreId store) {
    marks.remove(store);
    home.node().bootstraps().forget(store);
  }

  /** True if what whoever let this node in has said is on the disk. */
  boolean isKept(StoreId store) {
    return !unkept.contains(store);
  }

  /** Something has happened in the node. */
  void event(Event event) {
    try {
      if (event instanceof Event.Met met) {
        met(met.link());
      } else if (event instanceof Event.Complete end) {
        // Who was no member when they met is shown the store only afterwards.
        met(end.link());
      } else if (event instanceof Event.Told told) {
        told(told);
      } else if (event instanceof Event.Bootstrapped end && marks.containsKey(end.store())) {
        bootstrapped(end);
      }
    } catch (IOException e) {
      EventLog.waiting(NAME, e.getMessage());
    }
  }

  private void met(int link) throws IOException {
    Peer peer = home.node().peer(link);
    for (StoreId store : peer == null ? List.<StoreId>of() : peer.stores()) {
      if (marks.containsKey(store)) {
        met(store, peer);
      }
    }
  }

  private void met(StoreId store, Peer peer) throws IOException {
    String name = Shown.of(peer.name()).replaceAll("\\s+", " ");
    AuthorId key = AuthorId.of(peer.key(), 0);
    write(store, marks.get(store).met(key, name, System.currentTimeMillis()));
  }

  private void told(Event.Told told) throws IOException {
    StoreId store = told.store();
    if (marks.containsKey(store)) {
      unkept.add(store);
      home.node().bootstraps().told(store, told.peers());
      write(store, marks.get(store).told(told.intentions(), told.peers(), told.places()));
      Peer peer = home.node().peer(told.link());
      if (peer != null) {
        met(store, peer);
      }
      unkept.remove(store);
    }
  }

  private void bootstrapped(Event.Bootstrapped end) throws IOException {
    if (end.verdict() == Verdict.OK) {
      marks.remove(end.store());
      Files.deleteIfExists(file(end.store()));
      home.node().acks().letIn(end.store(), System.currentTimeMillis());
    } else {
      write(end.store(), marks.get(end.store()).troubled(end.verdict()));
    }
  }

  private void write(StoreId store, BootstrapMark mark) throws IOException {
    marks.put(store, mark);
    SmallFile.write(file(store), mark.text().getBytes(StandardCharsets.UTF_8), MODE);
  }

  /** Who may be asked for a store: those it tells of, and members that it names itself. */
  public Set<AuthorId> askable(StoreId store) {
    Set<AuthorId> peers = new LinkedHashSet<>();
    BootstrapMark mark = marks.get(store);
    if (mark != null) {
      peers.addAll(mark.peers());
    }
    Members members = home.node().membership(store).members();
    for (AuthorId each : members.peers()) {
      if (members.standing(each).isMember()) {
        peers.add(each);
      }
    }
    peers.remove(home.node().key());
    return peers;
  }

  /** The stores with a bootstrap under way. */
  Set<StoreId> stores() {
    return Set.copyOf(marks.keySet());
  }
}
