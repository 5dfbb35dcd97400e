package dev.latticenano.host.cli;

/** Work that is done if the process ends while this is open; nothing of it is kept afterwards. */
public final class AtExit implements AutoCloseable {
  private final Thread hook;

  /** Has {@code work} done on a thread called {@code name}. */
  public AtExit(String name, Runnable work) {
    hook = new Thread(work, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the work is being done.
      return;
    }
  }
}
