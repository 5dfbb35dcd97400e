package dev.latticenano.edge;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.host.Failure;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.LinkStats;
import dev.latticenano.link.LoopbackLink;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.FutureTask;

/** Two nodes talking in this process, and everything that they said. */
final class Tapped {
  /** Where each thinks that the other is. */
  static final String PLACE = "there";

  private static final long SILENCE_MS = 60_000;

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private Conversation.Snapshot right;

  /** Lets both talk until they have all they want of each other. */
  static Tapped exchange(NodeHome left, NodeHome right) throws Exception {
    Tapped tapped = new Tapped();
    LoopbackLink[] ends = LoopbackLink.pair();
    Conversation one = tapped.at(left, ends[0]);
    Conversation other = tapped.at(right, ends[1]);
    FutureTask<Conversation.Snapshot> run = new FutureTask<>(one::run);
    Thread thread = new Thread(run, "left");
    thread.setDaemon(true);
    thread.start();
    tapped.right = other.run();
    run.get();
    return tapped;
  }

  private Conversation at(NodeHome home, Link end) throws Failure {
    return new Conversation(
            home, new Tap(end), LinkProfile.TCP, SILENCE_MS, now -> {}, sentence -> {})
        .at(PLACE);
  }

  /** What the second of them received. */
  Conversation.Snapshot received() {
    return right;
  }

  /** Every frame, of both, one behind the other. */
  synchronized byte[] bytes() {
    return heard.toByteArray();
  }

  private synchronized void hear(byte[] frame, int offset, int length) {
    heard.write(frame, offset, length);
  }

  private final class Tap implements Link {
    private final Link link;

    Tap(Link link) {
      this.link = link;
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws LinkException {
      hear(frame, offset, length);
      link.send(frame, offset, length);
    }

    @Override
    public int receive(byte[] out, int offset, long timeoutMs) throws LinkException {
      return link.receive(out, offset, timeoutMs);
    }

    @Override
    public LinkStats stats() {
      return link.stats();
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
