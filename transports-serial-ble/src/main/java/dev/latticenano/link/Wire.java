package dev.latticenano.link;

/**
 * What a {@link SerialLink} speaks through: a serial device, or a port of one that several share.
 */
interface Wire {
  /** Takes the bytes that arrived, lent, on a thread of the wire. */
  interface Receiver {
    void received(byte[] bytes, int offset, int length);
  }

  /** Hands every arriving byte to {@code receiver} from now on. */
  void listen(Receiver receiver) throws LinkException;

  /** Writes all bytes; blocks while there is no room for them. */
  void write(byte[] bytes) throws LinkException;

  /** Throws when the device is gone. */
  void probe() throws LinkException;

  /** Gives the wire back. */
  void close();
}
