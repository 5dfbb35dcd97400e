package dev.latticenano.link.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.serial.Cobs;
import dev.latticenano.link.serial.LineDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The vectors of the radio's port, docs/bridge.md §6 and §8, read by a second hand: a model that
 * knows no more than the page says. The firmware's tests read the same files.
 */
final class BleVectorsTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final int FIRST = 0x80;
  private static final int LAST = 0x40;
  private static final int NUMBERS = 64;
  private static final int ROOM = 16;
  private static final int FRAME_BYTES_MAX = 1037;
  private static final int PIECE_BYTES_MAX = 244;
  private static final int ATT_BYTES = 3;

  /** What a bridge makes of a central's writing that it looks at in the end only. */
  private static final class Model {
    private final int pieceBytesMax;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private ByteArrayOutputStream frame;
    private int next;
    private int waiting;

    Model(int mtu) {
      pieceBytesMax = Math.min(PIECE_BYTES_MAX, mtu - ATT_BYTES);
    }

    String take(byte[] piece) {
      if (piece.length < 2 || piece.length > pieceBytesMax) {
        return "BAD_LENGTH";
      }
      boolean missing = (piece[0] - next & NUMBERS - 1) != 0;
      boolean first = (piece[0] & FIRST) != 0;
      next = (piece[0] & NUMBERS - 1) + 1;
      ByteArrayOutputStream begun = first ? new ByteArrayOutputStream() : frame;
      frame = null;
      if (begun == null || missing && !first) {
        return "OUT_OF_TURN";
      }
      if (begun.size() + piece.length - 1 > FRAME_BYTES_MAX) {
        return "TOO_LONG";
      }
      if (waiting == ROOM) {
        return "NO_CREDIT";
      }
      waiting++;
      begun.write(piece, 1, piece.length - 1);
      if ((piece[0] & LAST) == 0) {
        frame = begun;
      } else {
        byte[] stuffed = new byte[Cobs.encodedBytesMax(FRAME_BYTES_MAX)];
        int length = Cobs.encode(begun.toByteArray(), 0, begun.size(), stuffed, 0);
        line.write(stuffed, 0, length);
        line.write(Cobs.DELIMITER);
      }
      return "TAKEN";
    }
  }

  @Test
  void whatACentralWritesIsJudgedAndJoined() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Model model = new Model(Integer.parseInt(field(file.getValue(), "mtu")));
      List<byte[]> written = values(file.getValue(), "written");
      String verdict = "TAKEN";
      for (byte[] piece : written) {
        verdict = model.take(piece);
      }
      if (!written.isEmpty()) {
        assertEquals(field(file.getValue(), "verdict"), verdict, file.getKey());
      }
      List<byte[]> line = values(file.getValue(), "line");
      byte[] expected = line.isEmpty() ? new byte[0] : line.get(0);
      assertEquals(hex(expected), hex(model.line.toByteArray()), file.getKey());
    }
  }

  @Test
  void aFrameForTheCentralGoesInPiecesAsFarAsItWasGranted() throws IOException {
    int frames = 0;
    for (Map.Entry<String, String> file : files().entrySet()) {
      String text = file.getValue();
      if (values(text, "frame").isEmpty() || values(text, "notified").isEmpty()) {
        continue;
      }
      frames++;
      byte[] line = values(text, "frame").get(0);
      LineDecoder decoder = new LineDecoder();
      decoder.accept(line, 0, line.length);
      assertTrue(decoder.ready(), file.getKey());
      int length = decoder.frame().payloadOffset() + decoder.frame().payloadLength() + 4;
      byte[] frame = Arrays.copyOf(decoder.bytes(), length);
      int granted = values(text, "granted").stream().mapToInt(each -> each[0]).max().orElse(0);
      int room = Integer.parseInt(field(text, "mtu")) - ATT_BYTES - 1;
      List<String> pieces = new ArrayList<>();
      for (int at = 0; at < length && pieces.size() < granted; at += room) {
        int end = Math.min(length, at + room);
        int head = (at == 0 ? FIRST : 0) | (end == length ? LAST : 0) | pieces.size();
        pieces.add(hex(new byte[] {(byte) head}) + hex(Arrays.copyOfRange(frame, at, end)));
      }
      assertEquals(field(text, "notified"), String.join(" ", pieces), file.getKey());
    }
    assertTrue(frames >= 3, frames + " frames");
  }

  @Test
  void everyVerdictOfTheProtocolHasAVector() throws IOException {
    String protocol = Files.readString(ROOT.resolve("docs/protocol.md"));
    String part = protocol.substring(protocol.indexOf("\n## 18."));
    Matcher verdict = Pattern.compile("\\b\\d \\| ([A-Z_]+) \\|").matcher(part);
    int verdicts = 0;
    while (verdict.find()) {
      verdicts++;
      String line = "verdict: " + verdict.group(1) + "\n";
      assertTrue(files().values().stream().anyMatch(text -> text.contains(line)), line);
    }
    assertEquals(5, verdicts);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static List<byte[]> values(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(text);
    return line.find()
        ? Stream.of(line.group(1).split(" ")).map(HexFormat.of()::parseHex).toList()
        : List.of();
  }

  private static String field(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(text);
    assertTrue(line.find(), name);
    return line.group(1);
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(ROOT.resolve("docs/vectors"))) {
      for (Path path : paths.toList()) {
        String name = path.getFileName().toString();
        if (name.startsWith("ble-")) {
          files.put(name, Files.readString(path));
        }
      }
    }
    assertTrue(files.size() >= 16, files.size() + " vectors");
    return files;
  }
}
