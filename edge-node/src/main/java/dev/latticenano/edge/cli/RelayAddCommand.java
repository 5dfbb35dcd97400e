package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a relay hold a store. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Have a relay hold a store, and sync with it.",
      "",
      "Whoever runs the relay gives its URL and a ticket: a promise of space, to be handled",
      "like a password. An owner of the store brings it, once; the relay becomes a carrier",
      "of the store, and every member's sync and serve call it from then on, once they know",
      "where it is: from whoever let them in, or by this command without a ticket. Another",
      "ticket adds its space.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice relay add lattice://relay.example:7401/KEY --ticket TICKET",
      "  lattice relay add lattice://relay.example:7401/KEY --store photos"
    })
final class RelayAddCommand implements Callable<Integer> {
  private static final int CONNECT_MS = 10_000;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "lattice://HOST:PORT/KEY, as whoever runs the relay gives it.")
  private String url;

  @Option(
      names = "--ticket",
      paramLabel = "TICKET",
      description = "The text that promises space; it begins with ltk.")
  private String ticket;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long the relay may be silent. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Override
  public Integer call() throws Failure, InterruptedException {
    RelayUrl place = RelayUrl.of(url);
    if (place == null) {
      throw new Failure(
          Failure.BAD_INPUT,
          url + " is no relay's URL; one is like lattice://HOST:PORT/ and 64 hexadecimal digits");
    }
    if (ticket != null) {
      check(place);
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      UsedRelay relay = home.relays().add(id, place, ticket);
      meet(home, place);
      String trouble = RelayLines.trouble(relay);
      node.out().println(RelayLines.line(home, relay));
      if (!trouble.isEmpty()) {
        throw new Failure(Failure.FAILED, trouble);
      }
    }
    return 0;
  }

  private void check(RelayUrl place) throws Failure {
    Verdict verdict = Ticket.check(ticket, new Ed25519Verifier());
    if (verdict != Verdict.OK) {
      throw new Failure(
          Failure.BAD_INPUT,
          verdict == Verdict.TICKET_TEXT_WRONG
              ? "that is no ticket, or it was mistyped: it begins with ltk"
              : "the ticket is not one that its relay made (" + verdict + ")");
    }
    if (!Ticket.parse(ticket, new Ed25519Verifier()).relay().equals(place.key())) {
      throw new Failure(
          Failure.BAD_INPUT,
          "the ticket is another relay's than the URL names; ask for the right one");
    }
  }

  private void meet(NodeHome home, RelayUrl place) throws Failure, InterruptedException {
    long startNs = System.nanoTime();
    int patienceMs = (int) Math.min(CONNECT_MS, TimeUnit.SECONDS.toMillis(waitSeconds));
    try (Link link = TcpLink.connect(place.place().host(), place.place().port(), patienceMs);
        ProgressLine line = new ProgressLine(node.err())) {
      Conversation.Snapshot end =
          new Conversation(
                  home,
                  link,
                  LinkProfile.TCP,
                  TimeUnit.SECONDS.toMillis(waitSeconds),
                  now -> Reports.show(line, now),
                  node::say)
              .at(place.place().key())
              .expecting(place.key())
              .run();
      line.clear();
      node.out().println(Reports.sentence(end, System.nanoTime() - startNs));
    } catch (LinkException e) {
      throw new Failure(
          Failure.LINK, e.getMessage() + "; the relay is remembered, and sync goes on", e);
    } catch (Failure e) {
      // Why the relay does not hold the store says more than that it does not.
      for (UsedRelay each : home.relays().all()) {
        String trouble = RelayLines.trouble(each);
        if (each.url().equals(place) && !trouble.isEmpty()) {
          throw new Failure(e.exitCode(), trouble, e);
        }
      }
      throw e;
    }
  }
}
