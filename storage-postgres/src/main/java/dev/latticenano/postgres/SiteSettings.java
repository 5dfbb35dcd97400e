package dev.latticenano.postgres;

/**
 * Which server a site's stores lie in, and how this process calls itself there.
 *
 * @param url of the database, {@code jdbc:postgresql://HOST:PORT/NAME}
 * @param user who logs in
 * @param password of that user; empty if the server asks for none
 * @param holder this process's address, for people and for other processes: 1 to {@link
 *     #HOLDER_CHARS_MAX} characters
 * @param leaseMs how long a store is this process's after its last word, {@link #LEASE_MS_MIN} to
 *     {@link #LEASE_MS_MAX}, by the server's clock
 * @param patienceMs how long to wait for a connection before a failure is told, {@link
 *     #PATIENCE_MS_MIN} or more
 */
public record SiteSettings(
    String url, String user, String password, String holder, int leaseMs, int patienceMs) {
  /** Characters of a process's address. */
  public static final int HOLDER_CHARS_MAX = 200;

  /** The shortest lease. */
  public static final int LEASE_MS_MIN = 100;

  /** The longest lease: ten minutes. */
  public static final int LEASE_MS_MAX = 600_000;

  /** The shortest time to wait for a connection: the pool takes no less. */
  public static final int PATIENCE_MS_MIN = 250;

  /** A lease unless another is chosen. */
  public static final int LEASE_MS = 15_000;

  /** Waiting for a connection unless another time is chosen. */
  public static final int PATIENCE_MS = 5_000;

  /** Checks the numbers. */
  public SiteSettings {
    if (holder.isEmpty() || holder.length() > HOLDER_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a holder of " + holder.length() + " characters, not 1 to " + HOLDER_CHARS_MAX);
    }
    if (leaseMs < LEASE_MS_MIN || leaseMs > LEASE_MS_MAX) {
      throw new IllegalArgumentException(
          "leaseMs " + leaseMs + " outside " + LEASE_MS_MIN + " to " + LEASE_MS_MAX);
    }
    if (patienceMs < PATIENCE_MS_MIN) {
      throw new IllegalArgumentException("patienceMs " + patienceMs + " below " + PATIENCE_MS_MIN);
    }
  }

  /** With the usual times. */
  public static SiteSettings of(String url, String user, String password, String holder) {
    return new SiteSettings(url, user, password, holder, LEASE_MS, PATIENCE_MS);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + address() + " as " + holder;
  }

  /** The server without what is behind the question mark, for messages. */
  public String address() {
    String address = url.replaceFirst("^jdbc:postgresql://", "");
    int end = address.indexOf('?');
    return end < 0 ? address : address.substring(0, end);
  }
}
