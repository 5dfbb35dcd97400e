package dev.latticenano.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who runs a relay for the first time. */
class HelpTest {
  @TempDir Path place;

  @Test
  void aRelayThatDoesNotServeYetSaysWhatComesNext() {
    Path dir = place.resolve("relay");
    Ran.in(dir, "status").refused(Failure.NOT_FOUND, "or run: lattice-relay init");
    assertTrue(Ran.in(dir, "init").ok().out().contains("HOST  is how clients call this machine"));
    String ticket = Ran.in(dir, "ticket", "create", "--space", "10").ok().out();
    assertTrue(ticket.contains("\nspace   10 B\n"), ticket);
    assertTrue(ticket.contains("\nHOST  is how clients call"), ticket);
    assertTrue(Ran.in(dir, "prune").ok().out().startsWith("no stores yet; hand out a ticket"));
    Ran.in(dir, "init", "--address", "").refused(Failure.BAD_INPUT, "no address is given; write");
    Ran wrong = Ran.in(dir, "serve", "--listen", "70000");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("--listen: no port in [::]:70000"), wrong::toString);
  }

  @Test
  void noLineOfHelpIsBrokenTwice() {
    for (String words : new String[] {"", "serve", "ticket create", "init", "prune"}) {
      String help = Ran.of((words + " --help").strip().split(" ")).ok().out();
      String examples = help.substring(help.lastIndexOf("\n\n") + 1);
      assertTrue(examples.lines().allMatch(each -> each.length() < 80), help);
    }
    String filled =
        "Whoever\nhas a ticket of yours may bring a store; its owner says who may use it.\n";
    assertTrue(Ran.of("--help").ok().out().contains(filled));
  }
}
