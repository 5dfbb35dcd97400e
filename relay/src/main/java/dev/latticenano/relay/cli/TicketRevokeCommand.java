package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.relay.home.IssuedTicket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a ticket back. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Take a ticket back: no store more is brought by it.",
      "",
      "It counts from the next time somebody redeems it; nothing need be started again.",
      "Stores that were brought by it before stay.",
      ""
    },
    footer = {"", "Example:", "  lattice-relay ticket revoke 1a2b3c4d"})
final class TicketRevokeCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Parameters(paramLabel = "NUMBER", description = "The first digits of its number.")
  private String number;

  @Override
  public Integer call() throws Failure {
    IssuedTicket revoked = home.open().tickets().revoke(number, System.currentTimeMillis());
    home.out().println("revoked " + revoked.number().substring(0, TicketLines.DIGITS));
    return 0;
  }
}
