package dev.latticenano.edge.files;

import dev.latticenano.core.state.ContentReader;

/** What is wrong with a file's content, in words for a person. */
final class ContentSentence {
  private ContentSentence() {}

  /** What follows the file's path, when {@code reader} has refused something. */
  static String of(ContentReader reader) {
    String chunk = ": chunk " + reader.chunk() + " ";
    return switch (reader.verdict()) {
      case CHUNK_SEAL_BROKEN -> chunk + "does not open with the file's key";
      case CHUNK_PADDING_WRONG -> chunk + "is padded with something else than zeros";
      case CHUNK_NODE_LENGTH, CHUNK_LEAF_LENGTH -> chunk + "does not have the length of its place";
      case CONTENT_DIGEST_WRONG -> ": its content is not what its author says it is";
      default -> throw new AssertionError(reader.verdict());
    };
  }
}
