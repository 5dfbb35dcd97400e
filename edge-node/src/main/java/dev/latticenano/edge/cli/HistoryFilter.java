package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.FileState;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Times;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** The options that say which intentions are of interest. Mixed in. */
public final class HistoryFilter {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only what was written then or later, by its author's clock: "
              + "2026-11-21, 2026-11-21T10:30, 2026-11-21T10:30:00Z, -2h, now. "
              + "Without Z or an offset it is the time of this machine.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only what was written then or before; a day counts to its end.")
  private String to;

  @Option(
      names = "--author",
      paramLabel = "AUTHOR",
      description = "Only what this author wrote: a name, or the beginning of a key.")
  private String author;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "Only what changes this file or folder; in a key-value store, keys that begin so.")
  private String path;

  private long fromMs;
  private long toMs = -1;
  private AuthorId wanted;
  private byte[] prefix;
  private boolean files;
  private final KvPayloadView payload = new KvPayloadView();

  /** Reads what was typed, for the store that {@code reading} reads. */
  void prepare(IntentionReading reading, String storeType) throws Failure {
    Times times = Times.here();
    try {
      fromMs = from == null ? 0 : Math.max(0, times.fromMs(from));
      toMs = to == null ? -1 : Math.max(0, times.toMs(to));
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.BAD_INPUT, e.getMessage(), e);
    }
    if (Long.compareUnsigned(fromMs, toMs) > 0) {
      throw new Failure(Failure.BAD_INPUT, "--from " + from + " is later than --to " + to);
    }
    wanted = author == null ? null : reading.names().find(author);
    files = storeType.equals(FileState.TYPE);
    if (path != null) {
      prefix = (files ? StorePath.below(path).toString() : path).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** True if the intention opened last is of interest. */
  boolean matches(IntentionReading reading, IntentionView view) {
    return Long.compareUnsigned(view.wallMs(), fromMs) >= 0
        && Long.compareUnsigned(view.wallMs(), toMs) <= 0
        && (wanted == null || view.author().equals(wanted))
        && (prefix == null || changesPath(reading.ops(view)));
  }

  private boolean changesPath(UniversalOpView ops) {
    if (ops == null || ops.kind() != UniversalOpView.Kind.APP_DATA) {
      return false;
    }
    payload.wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
    boolean decodes = payload.check() == Verdict.OK;
    while (decodes && payload.next()) {
      if (payload.kind() != KvPayloadView.Kind.UNKNOWN && isBeneath()) {
        return true;
      }
    }
    return false;
  }

  private boolean isBeneath() {
    int end = payload.keyOffset() + prefix.length;
    boolean begins =
        payload.keyLength() >= prefix.length
            && Arrays.equals(payload.bytes(), payload.keyOffset(), end, prefix, 0, prefix.length);
    return begins
        && (!files || payload.keyLength() == prefix.length || payload.bytes()[end] == '/');
  }
}
