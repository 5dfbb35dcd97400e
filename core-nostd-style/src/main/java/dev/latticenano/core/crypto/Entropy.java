package dev.latticenano.core.crypto;

/** A source of bytes that nobody can guess: the operating system's in a node, a seed in a test. */
public interface Entropy {
  /** Fills {@code length} bytes from {@code offset}. Blocks or fails rather than weaken. */
  void fill(byte[] out, int offset, int length);
}
