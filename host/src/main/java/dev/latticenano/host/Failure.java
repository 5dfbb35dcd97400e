package dev.latticenano.host;

import dev.latticenano.core.store.StoreException;

/** A command cannot go on: one sentence for a person and the exit code of docs/operations.md. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Failed, for the reason the sentence gives. */
  public static final int FAILED = 1;

  /** Not found, or not a data directory. */
  public static final int NOT_FOUND = 3;

  /** Another process owns the data directory. */
  public static final int LOCKED = 4;

  /** Bad input: a token, an identity file, a path, a file. */
  public static final int BAD_INPUT = 5;

  /** The link failed: device, port, peer. */
  public static final int LINK = 6;

  /** The disk is full or failed. */
  public static final int DISK = 7;

  /** Something stored is damaged or out of order. */
  public static final int FINDINGS = 8;

  private final int exitCode;

  /** A failure with its exit code; {@code sentence} says what, where and what to do. */
  public Failure(int exitCode, String sentence) {
    this(exitCode, sentence, null);
  }

  /** A failure with a cause. */
  public Failure(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /** The process's exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** The disk's failure as a command's. */
  public static Failure of(StoreException e) {
    int code =
        switch (e.kind()) {
          case LOCKED -> LOCKED;
          case NEWER -> FAILED;
          case IO, FULL, CORRUPT -> DISK;
        };
    return new Failure(code, e.getMessage(), e);
  }
}
