package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.link.TcpLink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member that lies within a session: the log names the store, and the metrics count the lie. */
@Timeout(120)
class LyingPeerTest {
  private static final int LINK = 1;
  private static final int LIES = 3;

  @TempDir Path place;

  /** Says beside its node's session that batches have come which nobody sent. */
  private static final class FalseAcks implements Errands {
    private final int session;
    private int said;

    FalseAcks(int session) {
      this.session = session;
    }

    @Override
    public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs) {
      return Verdict.MESSAGE_UNKNOWN;
    }

    @Override
    public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
      if (said == LIES) {
        return 0;
      }
      said++;
      writer.start(out, offset, Message.ACK).number(1, session);
      return writer.number(2, 1000 + said).number(3, 7).finish();
    }

    @Override
    public void unknownToPeer(int message) {}

    @Override
    public void begin() {}

    @Override
    public boolean isAtRest() {
      return true;
    }
  }

  /** Meets whoever listens at {@code port} and lies until it is told that this was seen. */
  private static void lie(Device by, int port) throws Exception {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    try (NodeHome home = NodeHome.open(by.dir());
        TcpLink link = TcpLink.connect("127.0.0.1", port, 5000)) {
      Node node = home.node();
      StoreId store = home.store(null);
      node.doors().open(LINK, LinkProfile.TCP, true, null);
      boolean seen = false;
      while (!seen) {
        long nowMs = System.currentTimeMillis();
        for (int n = node.transmit(LINK, frame, 0, nowMs); n > 0; ) {
          link.send(frame, 0, n);
          n = node.transmit(LINK, frame, 0, nowMs);
        }
        int length = link.receive(frame, 0, 100);
        if (length > 0) {
          node.receive(LINK, frame, 0, length, nowMs);
        }
        node.tick(nowMs);
        Peer peer = node.peer(LINK);
        for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
          if (event instanceof Event.Met) {
            peer.errands(new FalseAcks(peer.place(store)));
          }
        }
        seen = peer.trouble() == Verdict.ACK_MALFORMED;
      }
    }
  }

  @Test
  void aLieInASessionReachesTheLogWithItsStoreAndTheMetricsByItsVerdict() throws Exception {
    Device honest = Device.init(place.resolve("honest"));
    String id = honest.run("store", "create", "photos").ok().out().split(" ")[0];
    honest.run("put", Folders.file(place.resolve("in"), "one", 1000).toString()).ok();
    Device liar = Device.init(place.resolve("liar"));
    honest.shareWith(liar, "photos");
    CarryFilesTest.sync(honest, liar).ok();
    honest.run("put", Folders.file(place.resolve("in"), "two", 1000).toString()).ok();
    String[] words = honest.line("serve", "--tcp", "127.0.0.1:0", "--metrics", "0");
    try (Child serve = Child.start(words)) {
      int port = serve.port();
      String url = serve.line().substring("listening metrics ".length());
      lie(liar, port);
      String counted = "lattice_refusals_total{verdict=\"ACK_MALFORMED\"} ";
      String figures = "";
      // The figures are a second old at most.
      while (!figures.contains(counted)) {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(url)).build();
        figures = HttpClient.newHttpClient().send(ask, HttpResponse.BodyHandlers.ofString()).body();
      }
      // Others are served, and the liar too.
      liar.run("sync", "--tcp", "127.0.0.1:" + port).ok();
      liar.run("ls").ok().shows("two");
      serve.signal("TERM");
      String log = serve.end().err();
      String line = "verdict=ACK_MALFORMED store=" + id + " unwritten=0";
      assertTrue(log.lines().anyMatch(each -> each.contains(line)), log);
    }
  }
}
