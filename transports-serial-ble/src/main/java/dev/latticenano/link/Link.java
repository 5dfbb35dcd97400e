package dev.latticenano.link;

/**
 * A two-way road for frames: reliable and in order, or dead.
 *
 * <p>One thread sends and one thread receives at a time; {@link #stats()} and {@link #close()} may
 * be called by any. A link that has thrown a {@link LinkException} stays down. Source:
 * docs/links.md, rules link-1 to link-5.
 */
public interface Link extends AutoCloseable {
  /** The longest frame, in bytes: 1 MiB of intention ops and 64 KiB for what surrounds them. */
  int FRAME_BYTES_MAX = 1_114_112;

  /**
   * Sends one frame and blocks while the far end gives no room.
   *
   * <p>The bytes stay the caller's and are copied or written before this returns, which says
   * nothing about their arrival.
   *
   * @throws IllegalArgumentException when {@code length} is outside 1..{@link #FRAME_BYTES_MAX}
   */
  void send(byte[] frame, int offset, int length) throws LinkException;

  /**
   * The length of the frame written to {@code out} from {@code offset}, or 0 when none came within
   * {@code timeoutMs}.
   *
   * <p>A {@code timeoutMs} of 0 asks without waiting (some links wait 1 ms). What came in before
   * the far end closed is still delivered. A frame that is longer than the room in {@code out} ends
   * the link with {@link LinkException.Kind#BAD_FRAME}; a room of {@link #FRAME_BYTES_MAX} never
   * does.
   */
  int receive(byte[] out, int offset, long timeoutMs) throws LinkException;

  /** What has passed so far. */
  LinkStats stats();

  /**
   * Ends the link and wakes whoever waits in it with {@link LinkException.Kind#CLOSED}. May be
   * repeated.
   */
  @Override
  void close();

  /** Checks what a caller hands to {@link #send}. */
  static void checkFrame(byte[] frame, int offset, int length) {
    if (length < 1 || length > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "frame of " + length + " bytes outside 1.." + FRAME_BYTES_MAX);
    }
    if (offset < 0 || length > frame.length - offset) {
      throw new IllegalArgumentException(
          "offset " + offset + " and length " + length + " beyond array of " + frame.length);
    }
  }
}
