package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Role;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and shares stores. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = "Make, list, share and join stores.",
    subcommands = {
      StoreCommand.Create.class,
      StoreCommand.Listing.class,
      StoreCommand.Invite.class,
      StoreCommand.Join.class,
      QuarantineCommand.class,
      RebuildCommand.class,
      StoreDebugCommand.class,
      StoreAckCommand.class,
      StoreTreeCommand.class,
      StoreDepartureCommand.Archive.class,
      StoreDepartureCommand.Unarchive.class,
      StoreDepartureCommand.Leave.class,
      StoreDepartureCommand.Remove.class
    })
final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Makes a store. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a store.",
      footer = {"", "Example:", "  lattice store create photos"})
  static final class Create implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "NAME", description = "What the store is called.")
    private String name;

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        defaultValue = FileState.TYPE,
        completionCandidates = StoreTypeNames.class,
        description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String type;

    @Option(
        names = "--in",
        paramLabel = "PARENT",
        description = "Name or id of the store in which the new one is to lie.")
    private String parent;

    @Option(
        names = "--independent",
        description = "With --in: members of its own, not those of PARENT.")
    private boolean independent;

    @Option(
        names = "--clear",
        description = "Do not seal it: whoever carries or relays the store can read it.")
    private boolean clear;

    @Override
    public Integer call() throws Failure {
      if (!new StoreTypeNames().contains(type)) {
        throw new Failure(
            Failure.BAD_INPUT,
            "unknown store type "
                + Shown.of(type)
                + "; known are "
                + String.join(", ", new StoreTypeNames()));
      }
      if (name.isBlank()) {
        throw new Failure(Failure.BAD_INPUT, "a store needs a name");
      }
      try (NodeHome home = node.open()) {
        StoreId made =
            parent == null
                ? home.createStore(name, type, !clear)
                : home.tree().create(home.store(parent), name, type, independent);
        node.out().println(made + "  " + name);
      }
      return 0;
    }
  }

  /** Lists the stores. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the stores of this node.")
  static final class Listing implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StoreId store : home.node().stores()) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("id", store.toString());
          row.put("name", home.storeName(store));
          row.put("type", home.node().type(store));
          row.put("intentions", home.node().dag(store).sequence());
          rows.add(row);
        }
        if (json.wanted()) {
          json.print(node.out(), rows);
        } else if (rows.isEmpty()) {
          node.out().println("no stores yet; make one with: lattice store create NAME");
        } else {
          rows.forEach(row -> node.out().println(line(row)));
        }
      }
      return 0;
    }

    private static String line(Map<String, Object> row) {
      String name = row.get("name").toString();
      return row.get("id")
          + "  "
          + (name.isEmpty() ? "(not arrived yet)" : name + "  " + row.get("type"))
          + "  "
          + row.get("intentions")
          + " intentions";
    }
  }

  /** Prints a token that lets another device join. */
  @Command(
      name = "invite",
      mixinStandardHelpOptions = true,
      description = {
        "Print a token with which another device joins the store.",
        "",
        "Whoever brings it is let in: hand it over in private. An owner's node lets in whoever",
        "connects to it with the token; with --once only this very node does, and only once.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  lattice store invite photos",
        "  lattice store invite photos --qr",
        "  lattice store invite photos --role owner",
        "  lattice store invite photos --role reader --once"
      })
  static final class Invite implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private QrOptions qr;

    @Parameters(
        paramLabel = "STORE",
        arity = "0..1",
        description = "Name or id; not needed when there is only one.")
    private String store;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        defaultValue = "voter",
        description = "owner, voter (the default), reader or carrier.")
    private String role;

    @Option(names = "--once", description = "Let in one device only, and by this node only.")
    private boolean once;

    private Role role() throws Failure {
      for (Role each : Role.values()) {
        if (each != Role.UNKNOWN && each.name().equalsIgnoreCase(role)) {
          return each;
        }
      }
      throw new Failure(
          Failure.BAD_INPUT,
          "no role is called " + role + "; take owner, voter, reader or carrier");
    }

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        InviteToken token = home.invitations().make(home.store(store), role(), once, 0);
        qr.print(node.out(), node.err(), token.text());
        node.out().println(token.text());
      }
      return 0;
    }
  }

  /** Takes a place for a store somebody invited this node to. */
  @Command(
      name = "join",
      mixinStandardHelpOptions = true,
      description = "Join a store with a token; the next sync brings it.",
      footer = {"", "Example:", "  lattice store join ubq… && lattice sync --tcp 10.0.0.5:7400"})
  static final class Join implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "TOKEN", description = "What lattice store invite printed.")
    private String text;

    @Override
    public Integer call() throws Failure {
      Verdict verdict = InviteToken.check(text.strip());
      if (verdict != Verdict.OK) {
        throw new Failure(Failure.BAD_INPUT, sentence(verdict));
      }
      InviteToken token = InviteToken.parse(text.strip());
      try (NodeHome home = node.open()) {
        home.invitations().take(token);
        node.out()
            .println(
                "invited to "
                    + token.store()
                    + "; now sync with whoever invited you, or another owner, to be let in");
      }
      return 0;
    }

    private static String sentence(Verdict verdict) {
      return switch (verdict) {
        case TOKEN_TEXT -> "this is not a token: a token is 124 letters and digits from ubq on";
        case TOKEN_CHECKSUM -> "the token is mistyped or cut: its checksum does not match";
        case TOKEN_VERSION -> "the token is of another kind or from a newer version";
        default -> "the token is damaged: " + verdict;
      };
    }
  }
}
