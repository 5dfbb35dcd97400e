package dev.latticenano.link.bridge;

/** What a bridge may be asked: the kinds of docs/protocol.md §17 with the sizes of their bodies. */
public enum BridgeRequest {
  IDENTIFY(1, 0, BridgeIdentity.BYTES),
  PORT(2, 1, BridgePort.BYTES),
  LINE(3, 8, 4),
  COUNTERS(4, 1, BridgeCounters.BYTES),
  KEPT(5, 1, BridgeKept.BYTES),
  BLINK(6, 1, 0),
  ECHO(7, BridgeRequest.ANY_LENGTH, BridgeRequest.ANY_LENGTH),
  PAUSE(8, 2, 0),
  SETTINGS(9, 0, BridgeSettings.BYTES),
  SET(10, BridgeSettings.BYTES, 4),
  RESTART(11, 0, 0),
  BOOT_DRIVE(12, 0, 0),
  FAULT(13, 0, BridgeFault.BYTES),
  FORGET_FAULT(14, 0, 0);

  /** The longest body of an echo. */
  public static final int ECHO_BYTES_MAX = 1000;

  /** Added to a kind, it makes that of the answer. */
  static final int ANSWER = 128;

  /** The kind of what a bridge says without being asked. */
  static final int NOTICE = 64;

  private static final int ANY_LENGTH = -1;

  private final int kind;
  private final int bodyBytes;
  private final int answerBytes;

  BridgeRequest(int kind, int bodyBytes, int answerBytes) {
    this.kind = kind;
    this.bodyBytes = bodyBytes;
    this.answerBytes = answerBytes;
  }

  /** Its number on the wire. */
  public int kind() {
    return kind;
  }

  /** True if a body of so many bytes may be asked. */
  public boolean takes(int length) {
    return fits(length, bodyBytes);
  }

  /** True if a body of so many bytes may be answered with {@link BridgeVerdict#DONE}. */
  boolean answers(int length) {
    return fits(length, answerBytes);
  }

  private static boolean fits(int length, int wanted) {
    return wanted == ANY_LENGTH ? length <= ECHO_BYTES_MAX : length == wanted;
  }
}
