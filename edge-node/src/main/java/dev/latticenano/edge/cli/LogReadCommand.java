package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.Sexpr;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.LogEntry;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Contents;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Times;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads entries of a log store. */
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    description = {
      "Read entries of a log store, in the order of their times.",
      "",
      "Without options the last 10.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice log read --tail 50 --store house",
      "  lattice log read --from 2026-11-21 --to -1h --json"
    })
final class LogReadCommand implements Callable<Integer> {
  private static final int TAIL_USUAL = 10;
  private static final int PAGE_ENTRIES = 256;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(names = "--tail", paramLabel = "N", description = "The last N entries.")
  private Integer tail;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Entries from then on: 2026-11-21, 2026-11-21T10:30Z, -2h.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Entries until then, inclusive.")
  private String to;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private Integer limit;

  @Option(names = "--raw", description = "Only the entries themselves, a line end behind each.")
  private boolean raw;

  private int left;

  /** The log store that was meant. */
  static LogState state(NodeHome home, StoreId id) throws Failure {
    return Contents.of(home, id, LogState.class, "entries");
  }

  @Override
  public Integer call() throws Failure {
    boolean range = from != null || to != null || limit != null;
    if (tail != null && (range || tail < 1) || limit != null && limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--tail and --limit take 1 or more, and --tail stands alone");
    }
    left = limit == null ? Integer.MAX_VALUE : limit;
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), LogState.class);
      LogState state = state(home, id);
      AuthorNames names = new AuthorNames(home, id);
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          read(state, range, entry -> rows.add(row(names, entry)));
        }
      } else {
        read(state, range, entry -> print(node, raw, names, entry));
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  /** Takes entries. */
  private interface Taker {
    void take(LogEntry entry);
  }

  private void read(LogState state, boolean range, Taker taker) throws Failure, StoreException {
    if (!range) {
      state.tail(
          tail == null ? TAIL_USUAL : tail,
          entry -> {
            taker.take(entry);
            return true;
          });
      return;
    }
    long fromMs;
    long toMs;
    try {
      fromMs = from == null ? 0 : Math.max(0, Times.here().fromMs(from));
      toMs = to == null ? 0 : Math.max(1, Times.here().toMs(to) + 1);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.BAD_INPUT, e.getMessage(), e);
    }
    LogEntry after = null;
    do {
      after =
          state.page(
              after,
              fromMs,
              toMs,
              Math.min(left, PAGE_ENTRIES),
              entry -> {
                left--;
                taker.take(entry);
                return true;
              });
    } while (after != null && left > 0);
  }

  /** Prints one entry for people, or as it is. */
  static void print(NodeCommand node, boolean raw, AuthorNames names, LogEntry entry) {
    if (raw) {
      node.raw(entry.content());
      node.out().println();
      return;
    }
    byte[] content = entry.content();
    String text =
        KvKey.isText(content)
            ? Sexpr.text(new String(content, StandardCharsets.UTF_8)).full()
            : Sexpr.raw(content, 0, content.length).compact() + " (" + content.length + " bytes)";
    node.out()
        .println(
            Times.millis(entry.timestamp().wallMs())
                + "  "
                + names.of(entry.author())
                + "  "
                + text);
  }

  /** One entry for scripts. */
  static Map<String, Object> row(AuthorNames names, LogEntry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("time", Times.millis(entry.timestamp().wallMs()));
    row.put("author", entry.author().toString());
    row.put("author_name", names.of(entry.author()));
    row.put("hash", entry.hash().toString());
    KvGetCommand.putContent(row, "entry", entry.content());
    return row;
  }
}
