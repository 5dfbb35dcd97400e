package dev.latticenano.link.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the vectors of the serial line, {@code docs/vectors/link-*.txt}. The first argument is the
 * repository's root.
 */
public final class LinkVectors {
  private static final int TAG = 0x1c5a;
  private static final int PORT = 0;

  private final Map<String, String> files = new TreeMap<>();
  private final SerialFrame sealer = new SerialFrame();

  private LinkVectors() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : ".").resolve("docs/vectors");
    for (Map.Entry<String, String> file : all().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The text of each vector by file name. */
  static Map<String, String> all() {
    LinkVectors vectors = new LinkVectors();
    vectors.addValid();
    vectors.addBroken();
    vectors.addForbidden();
    return vectors.files;
  }

  private void addValid() {
    add("sync", "SYNC: number a1b2c3d4, peer unknown", sync(0, 0xa1b2c3d4, 0, 1024, 128));
    add("sync-answer", "SYNC with ANSWER: both known", sync(2, 0x05060708, 0xa1b2c3d4, 1024, 128));
    add("sync-least", "SYNC: least payload and window", sync(0, 1, 0, 96, 1));
    add("data", "DATA 7: the bytes 1, 0, 2", raw(0x12, 0x00, 7, hex("010002")));
    add(
        "data-acked",
        "DATA 65535 with ack 3, credit 128",
        raw(0x12, 0x01, 65_535, hex("030080aa")));
    add("data-zeros", "DATA 0: 300 zeros", raw(0x12, 0x00, 0, new byte[300]));
    add("data-longest", "DATA 1: 1024 bytes ff, with ack", raw(0x12, 0x01, 1, acked(1024)));
    add("data-port", "DATA 2 for port 15", raw(0x12, 0xf0, 2, hex("ff")));
    add("ack", "ACK 258, credit 5, nothing after the gap", raw(0x13, 0x01, 0, hex("020105")));
    add(
        "ack-bitmap",
        "ACK 9, credit 100, 11 and 18 received",
        raw(0x13, 0x01, 0, hex("0900640201")));
    add("ack-longest", "ACK with 16 bytes of bitmap", raw(0x13, 0x01, 0, acked(16)));
    add("ping", "PING", raw(0x14, 0x00, 4, new byte[0]));
    add("bye", "BYE after DATA 4", raw(0x15, 0x00, 5, new byte[0]));
  }

  private void addBroken() {
    addLine(
        "bad-stuffing",
        LineVerdict.BAD_STUFFING,
        "a code points beyond the end",
        hex("0512131400"));
    addFrame(
        "too-short", LineVerdict.TOO_SHORT, "9 bytes; 10 are the least", hex("120000000000000000"));
    addFrame(
        "too-short-acked",
        LineVerdict.TOO_SHORT,
        "flag ACKED without ack",
        raw(0x14, 1, 0, hex("0100")));
    addFrame(
        "too-long",
        LineVerdict.TOO_LONG,
        "1038 bytes; 1037 are the most",
        raw(0x12, 1, 1, acked(1025)));
    byte[] damaged = raw(0x12, 0x00, 7, hex("010002"));
    damaged[6] ^= 0x10;
    addFrame("bad-checksum", LineVerdict.BAD_CHECKSUM, "one bit of the payload flipped", damaged);
    addFrame(
        "unknown-version", LineVerdict.UNKNOWN_VERSION, "version 2", raw(0x22, 0, 0, hex("aa")));
    addFrame("unknown-type-0", LineVerdict.UNKNOWN_TYPE, "type 0", raw(0x10, 0, 0, hex("aa")));
    addFrame("unknown-type-6", LineVerdict.UNKNOWN_TYPE, "type 6", raw(0x16, 0, 0, hex("aa")));
  }

  private void addForbidden() {
    addFrame(
        "reserved-flag", LineVerdict.UNKNOWN_FLAG, "flag 4 in DATA", raw(0x12, 4, 0, hex("aa")));
    addFrame(
        "answer-in-data", LineVerdict.UNKNOWN_FLAG, "ANSWER in DATA", raw(0x12, 2, 0, hex("aa")));
    addFrame(
        "ack-without-ack",
        LineVerdict.UNKNOWN_FLAG,
        "ACK without ACKED",
        raw(0x13, 0, 0, hex("010203")));
    addFrame(
        "empty-data",
        LineVerdict.BAD_PAYLOAD,
        "DATA without payload",
        raw(0x12, 0, 0, new byte[0]));
    addFrame(
        "data-over",
        LineVerdict.BAD_PAYLOAD,
        "DATA with 1025 bytes",
        raw(0x12, 0, 0, new byte[1025]));
    addFrame(
        "ack-over",
        LineVerdict.BAD_PAYLOAD,
        "ACK with 17 bytes of bitmap",
        raw(0x13, 1, 0, acked(17)));
    addFrame(
        "ping-payload", LineVerdict.BAD_PAYLOAD, "PING with a payload", raw(0x14, 0, 0, hex("00")));
    addFrame("sync-zero", LineVerdict.BAD_PAYLOAD, "SYNC with number 0", sync(0, 0, 5, 1024, 128));
    addFrame(
        "sync-payload-95",
        LineVerdict.BAD_PAYLOAD,
        "SYNC with payloads of 95",
        sync(0, 1, 0, 95, 1));
    addFrame("sync-window-0", LineVerdict.BAD_PAYLOAD, "SYNC without window", sync(0, 1, 0, 96, 0));
    addFrame(
        "sync-window-129", LineVerdict.BAD_PAYLOAD, "SYNC with window 129", sync(0, 1, 0, 96, 129));
  }

  private void add(String name, String comment, byte[] frame) {
    addFrame(name, LineVerdict.VALID, comment, frame);
  }

  private void addFrame(String name, LineVerdict verdict, String comment, byte[] frame) {
    byte[] line = new byte[Cobs.encodedBytesMax(frame.length) + 1];
    int length = Cobs.encode(frame, 0, frame.length, line, 0);
    String text = text(verdict, comment, Arrays.copyOf(line, length + 1));
    files.put("link-" + name + ".txt", text + "frame: " + HexFormat.of().formatHex(frame) + "\n");
  }

  private void addLine(String name, LineVerdict verdict, String comment, byte[] line) {
    files.put("link-" + name + ".txt", text(verdict, comment, line));
  }

  private static String text(LineVerdict verdict, String comment, byte[] line) {
    return "rule: links.md#%s\nverdict: %s\ncomment: %s\ninput: %s\n"
        .formatted(verdict.rule(), verdict, comment, HexFormat.of().formatHex(line));
  }

  private byte[] sync(int flags, int mine, int theirs, int payloadMax, int window) {
    byte[] out = new byte[64];
    int at = SerialFrame.writeHeader(out, 0, SerialFrame.TYPE_SYNC, PORT, flags, 0, 0);
    at = SerialFrame.writeSync(out, at, mine, theirs, payloadMax, window);
    return Arrays.copyOf(out, sealer.seal(out, 0, at));
  }

  /** A frame with any first two bytes, whatever the rules say. */
  private byte[] raw(int first, int second, int seq, byte[] rest) {
    byte[] out = new byte[SerialFrame.HEADER_BYTES + rest.length + SerialFrame.CHECKSUM_BYTES];
    SerialFrame.writeHeader(out, 0, 0, 0, 0, TAG, seq);
    out[0] = (byte) first;
    out[1] = (byte) second;
    System.arraycopy(rest, 0, out, SerialFrame.HEADER_BYTES, rest.length);
    sealer.seal(out, 0, SerialFrame.HEADER_BYTES + rest.length);
    return out;
  }

  /** Ack 1, credit 127, and a payload of {@code length} bytes ff. */
  private static byte[] acked(int length) {
    byte[] out = new byte[SerialFrame.ACKED_BYTES + length];
    Arrays.fill(out, (byte) 0xff);
    SerialFrame.writeAcked(out, 0, 1, 127);
    return out;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
