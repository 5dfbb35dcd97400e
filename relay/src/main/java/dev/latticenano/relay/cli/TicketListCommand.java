package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.relay.home.IssuedTicket;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tickets that were made here. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the tickets made here, the oldest first; not their texts.",
    footer = {"", "Example:", "  lattice-relay ticket list --json"})
final class TicketListCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    List<IssuedTicket> all = home.open().tickets().all();
    long nowMs = System.currentTimeMillis();
    if (json.wanted()) {
      json.print(home.out(), all.stream().map(each -> TicketLines.row(each, nowMs)).toList());
    } else if (all.isEmpty()) {
      home.out().println("no tickets yet; make one: lattice-relay ticket create --space 10GB");
    } else {
      all.forEach(each -> home.out().println(TicketLines.line(each, nowMs)));
    }
    return 0;
  }
}
