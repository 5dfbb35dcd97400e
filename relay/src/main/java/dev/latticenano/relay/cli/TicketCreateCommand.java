package dev.latticenano.relay.cli;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Amounts;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.home.IssuedTicket;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a ticket. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {
      "Make a ticket and print it.",
      "",
      "It is printed once and not kept; what it promises is. It may be redeemed while the",
      "relay serves, and whether or not the relay served when it was made.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice-relay ticket create --space 10GB",
      "  lattice-relay ticket create --space 50GB --stores 5 --redeem-within 30d \\",
      "      --serve 365d --note 'choir, paid until next November'"
    })
final class TicketCreateCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Option(
      names = "--space",
      required = true,
      paramLabel = "BYTES",
      description = "What its stores may take together, like 10GB.")
  private String space;

  @Option(
      names = "--stores",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many stores it is good for. Default: ${DEFAULT-VALUE}.")
  private int stores;

  @Option(
      names = "--redeem-within",
      paramLabel = "TIME",
      description = "Until when it can be redeemed, from now on, like 30d. Default: whenever.")
  private String redeemWithin;

  @Option(
      names = "--serve",
      paramLabel = "TIME",
      description =
          "How long its stores are served, from now on, like 365d; then they are read only "
              + "for a while, and after that gone. Default: for ever.")
  private String serve;

  @Option(
      names = "--store",
      paramLabel = "ID",
      description = "The one store it is good for, whose owner you name.")
  private String store;

  @Option(names = "--owner", paramLabel = "KEY", description = "The owner of that store.")
  private String owner;

  @Option(names = "--note", paramLabel = "TEXT", description = "For your own list.")
  private String note = "";

  @Override
  public Integer call() throws Failure {
    RelayHome relay = home.open();
    long nowMs = System.currentTimeMillis();
    Ticket ticket = ticket(relay, nowMs);
    if (note.length() > IssuedTicket.NOTE_MAX
        || !note.equals(note.strip().replaceAll("\\R", " "))) {
      throw wrong("a note is one line of at most " + IssuedTicket.NOTE_MAX + " characters");
    }
    IssuedTicket issued = relay.tickets().add(ticket, note, nowMs);
    if (json.wanted()) {
      Map<String, Object> row = TicketLines.row(issued, nowMs);
      row.put("ticket", ticket.text());
      row.put("url", relay.url());
      json.print(home.out(), row);
    } else {
      home.out().println("ticket  " + ticket.text());
      home.out().println("number  " + issued.number().substring(0, TicketLines.DIGITS));
      home.out().println("space   " + Units.bytes(ticket.promise().space()));
      home.out().println("url     " + relay.url());
      if (relay.settings().address(OperatorSettings.Key.ADDRESS) == null) {
        home.out().println(InitCommand.HOST);
      }
    }
    return 0;
  }

  private Ticket ticket(RelayHome relay, long nowMs) throws Failure {
    if ((store == null) != (owner == null)) {
      throw wrong("--store and --owner go together");
    }
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    new SystemEntropy().fill(number, 0, number.length);
    try {
      Ticket.Promise promise =
          new Ticket.Promise(
              Amounts.bytes(space), later(redeemWithin, nowMs), later(serve, nowMs), stores);
      return store == null
          ? Ticket.sign(relay.signer(), number, promise)
          : Ticket.sign(
              relay.signer(), number, promise, StoreId.parse(store), AuthorId.parse(owner));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static long later(String length, long nowMs) {
    return length == null ? 0 : nowMs + Times.lengthMs(length);
  }

  private static Failure wrong(String sentence) {
    return new Failure(Failure.BAD_INPUT, sentence);
  }
}
