package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.edge.files.PathSentence;
import dev.latticenano.host.Failure;

/** Paths in a store as people type them. */
final class StorePath {
  private StorePath() {}

  /** The path typed; null for the top, which is {@code /} or nothing. */
  static FilePath parse(String text) throws Failure {
    if (text == null || text.matches("/*")) {
      return null;
    }
    String bare = text.replaceAll("/+$", "");
    Verdict verdict = FilePath.check(bare);
    if (verdict != Verdict.OK) {
      throw new Failure(Failure.BAD_INPUT, PathSentence.of(verdict, text));
    }
    return FilePath.of(bare);
  }

  /** The path typed, which must name something below the top. */
  static FilePath below(String text) throws Failure {
    FilePath path = parse(text);
    if (path == null) {
      throw new Failure(Failure.BAD_INPUT, "name a path below the top of the store");
    }
    return path;
  }
}
