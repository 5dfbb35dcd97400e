package dev.latticenano.edge.files;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.state.FileBatch;

/** What is wrong with a path, in words for a person. */
public final class PathSentence {
  private PathSentence() {}

  /** The sentence for a path that breaks a rule of docs/files.md. */
  public static String of(Verdict verdict, String path) {
    return switch (verdict) {
      case PATH_EMPTY -> "the name is empty";
      case PATH_TOO_LONG -> "the path is longer than 4096 bytes";
      case PATH_NOT_UTF8 -> "the name is not valid UTF-8";
      case PATH_ABSOLUTE -> "the path " + path + " is absolute; give one relative to the store";
      case PATH_PART_EMPTY -> "the path " + path + " has an empty part";
      case PATH_PART_DOTS -> "the path " + path + " leaves the store by a . or .. part";
      case PATH_PART_TOO_LONG -> "a part of the path is longer than 255 bytes";
      case PATH_CONTROL_CHARACTER -> "the name has a control character";
      case PATH_BACKSLASH -> "the name has a backslash, which other devices take for a separator";
      default -> throw new AssertionError(verdict);
    };
  }

  /** The sentence for a step that cannot be taken. */
  public static String of(FileBatch.Answer answer, String path) {
    return switch (answer) {
      case NOT_FOUND -> "the store has no " + path;
      case ALREADY_THERE -> path + " is there already";
      case NOT_A_DIRECTORY -> "a part of " + path + " is a file";
      case IS_A_DIRECTORY -> path + " is a folder in the store";
      case INTO_ITSELF -> "a folder cannot move into itself";
      case PATH_TOO_LONG -> "the path would be longer than 4096 bytes";
      case DONE -> throw new AssertionError(answer);
    };
  }
}
