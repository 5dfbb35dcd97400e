package dev.latticenano.link.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.bridge.ControlChannel.State;
import dev.latticenano.link.serial.LineDecoder;
import dev.latticenano.link.serial.LineVerdict;
import dev.latticenano.link.serial.SerialFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/bridge.md, docs/protocol.md §17, the vectors that the firmware reads, and the code agree.
 */
final class BridgeVectorsTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final int TAG = 0x1c5a;

  /** What becomes of a frame that is no request; the verdicts of lines stand beside these. */
  private static final Set<String> FATES = Set.of("CARRIED", "STRAY");

  @Test
  void whatIsAskedHasTheBytesOfTheVectors() throws IOException {
    int asked = 0;
    for (Map.Entry<String, String> file : files().entrySet()) {
      byte[] payload = request(file.getValue());
      BridgeRequest request = payload == null ? null : kind(payload[0]);
      byte[] body = payload == null ? null : Arrays.copyOfRange(payload, 1, payload.length);
      if (request != null && request.takes(body.length)) {
        assertEquals(field(file.getValue(), "input"), sent(request, body), file.getKey());
        asked++;
      }
    }
    assertTrue(asked >= 30, asked + " requests");
  }

  @Test
  void everyAnswerOfTheVectorsIsUnderstood() throws IOException {
    Set<BridgeRequest> answered = EnumSet.noneOf(BridgeRequest.class);
    for (Map.Entry<String, String> file : files().entrySet()) {
      byte[] payload = request(file.getValue());
      BridgeRequest request = payload == null ? null : kind(payload[0]);
      if (request == null || !request.takes(payload.length - 1)) {
        continue;
      }
      ControlChannel channel = new ControlChannel(() -> TAG);
      channel.ask(request, Arrays.copyOfRange(payload, 1, payload.length), 0);
      byte[] answer = bytes(file.getValue(), "output");
      channel.receive(answer, 0, answer.length);
      assertEquals(State.ANSWERED, channel.state(), file.getKey());
      assertEquals(field(file.getValue(), "verdict"), channel.verdict().name(), file.getKey());
      if (channel.verdict() == BridgeVerdict.DONE) {
        answered.add(request);
      }
    }
    // A board that restarts into its drive has no vector: no bridge of the vectors has one.
    assertEquals(EnumSet.complementOf(EnumSet.of(BridgeRequest.BOOT_DRIVE)), answered);
  }

  @Test
  void readsTheBridgeOfTheVectors() throws IOException {
    BridgeIdentity who = BridgeIdentity.of(answer("identify"));
    assertEquals(BridgeIdentity.CHANNEL, who.channel());
    assertEquals(BridgeIdentity.Board.HOST, who.board());
    assertEquals("0.1.0-a1b2c3d4", who.firmware());
    assertEquals("0102030405060708", who.id());
    assertEquals(BridgeIdentity.Start.POWER, who.start());
    assertEquals(List.of(1, 2), who.outerPorts());
    assertEquals(10_000, who.uptimeMs());
    assertEquals(SerialFrame.FRAME_BYTES_MAX, who.frameBytesMax());
    assertEquals(14, who.window());
    assertEquals(1, who.starts());
    BridgePort uart = BridgePort.of(answer("port-uart"));
    assertEquals(BridgePort.Kind.UART, uart.kind());
    assertEquals("921600,8N1", uart.line().toString());
    BridgePort usb = BridgePort.of(answer("port-usb"));
    assertTrue(usb.ofNode() && usb.present() && !usb.away() && !usb.paused());
    BridgeCounters counters = BridgeCounters.of(answer("counters"));
    assertEquals(1, counters.port());
    assertTrue(counters.counts().values().stream().allMatch(each -> each == 0));
    BridgeKept kept = BridgeKept.of(answer("kept"));
    assertEquals(new BridgeKept(2, 0, 0, 0, 0), kept);
    assertTrue(!BridgeFault.of(answer("fault")).any());
  }

  @Test
  void settingsAreWrittenAsTheyAreRead() throws IOException {
    byte[] block = answer("settings");
    BridgeSettings settings = BridgeSettings.of(block);
    assertEquals(0, settings.generation());
    assertArrayEquals(block, settings.block());
    byte[] asked = request(files().get("bridge-set.txt"));
    BridgeSettings changed =
        new BridgeSettings(settings.nodePort(), false, 7, settings.lines())
            .withLine(1, LineSetting.of("3000000"));
    assertArrayEquals(Arrays.copyOfRange(asked, 1, asked.length), changed.block());
    byte[] ring = request(files().get("bridge-not-here-ring.txt"));
    assertArrayEquals(
        Arrays.copyOfRange(ring, 1, ring.length), settings.withFlashRing(true).block());
    assertTrue(BridgeSettings.of(Arrays.copyOfRange(ring, 1, ring.length)).flashRing());
    byte[] unknown = request(files().get("bridge-settings-ring.txt"));
    assertNull(BridgeSettings.of(Arrays.copyOfRange(unknown, 1, unknown.length)));
    block[6] = 1;
    assertNull(BridgeSettings.of(block));
  }

  @Test
  void everyVerdictHasItsRuleItsNumberAndAVector() throws IOException {
    Set<BridgeVerdict> seen = EnumSet.noneOf(BridgeVerdict.class);
    String document = Files.readString(ROOT.resolve("docs/bridge.md"));
    String protocol = Files.readString(ROOT.resolve("docs/protocol.md"));
    for (Map.Entry<String, String> file : files().entrySet()) {
      String verdict = field(file.getValue(), "verdict");
      boolean ofLine =
          Stream.of(LineVerdict.values()).anyMatch(each -> each.name().equals(verdict));
      if (!ofLine && !FATES.contains(verdict)) {
        BridgeVerdict found = BridgeVerdict.valueOf(verdict);
        // An answer on a line of its own stands under the rule of who may ask.
        String rule = field(file.getValue(), "rule").replace("bridge-14", found.rule());
        assertEquals("bridge.md#" + found.rule(), rule, file.getKey());
        seen.add(found);
      }
    }
    assertEquals(EnumSet.allOf(BridgeVerdict.class), seen);
    for (BridgeVerdict each : seen) {
      Pattern rule =
          Pattern.compile("\\*\\*" + each.rule() + "\\*\\*(?:(?!\\*\\*)[\\s\\S])*?`" + each + "`");
      assertTrue(rule.matcher(document).find(), each + " in docs/bridge.md");
      assertTrue(protocol.contains("| " + each.number() + " | " + each + " |"), each.name());
    }
  }

  @Test
  void everyRequestOfTheProtocolIsKnownWithItsNumber() throws IOException {
    String protocol = Files.readString(ROOT.resolve("docs/protocol.md"));
    String part = protocol.substring(protocol.indexOf("\n## 17."));
    Set<String> listed =
        Pattern.compile("(?m)^\\| (\\d+) \\| ([a-z ]+) \\|")
            .matcher(part.substring(0, part.indexOf("*Identity*")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>();
    for (BridgeRequest each : BridgeRequest.values()) {
      known.add(each.kind() + " " + each.name().toLowerCase().replace('_', ' '));
    }
    assertEquals(listed, known);
  }

  @Test
  void theLimitsOfTheDocumentAreThoseOfTheCode() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/bridge.md"));
    assertLimit(document, "control port", ControlChannel.PORT);
    assertLimit(document, "longest echo", BridgeRequest.ECHO_BYTES_MAX);
    assertLimit(document, "settings block", BridgeSettings.BYTES);
    assertLimit(document, "lowest rate", LineSetting.BAUD_MIN);
    assertLimit(document, "highest rate", LineSetting.BAUD_MAX);
    assertTrue(document.contains(ControlChannel.AGAIN_MS + " ms after a request"));
  }

  @Test
  void rulesAreNumberedInOrderWithoutGaps() throws IOException {
    Matcher rule =
        Pattern.compile("(?m)^\\*\\*bridge-(\\d+)\\*\\*")
            .matcher(Files.readString(ROOT.resolve("docs/bridge.md")));
    int rules = 0;
    while (rule.find()) {
      assertEquals(++rules, Integer.parseInt(rule.group(1)));
    }
    assertTrue(rules >= 27, rules + " rules");
  }

  @Test
  void framesComeApartByTheirPorts() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      byte[] line = bytes(file.getValue(), "input");
      LineDecoder decoder = new LineDecoder();
      decoder.accept(line, 0, line.length);
      if (!decoder.ready()) {
        continue;
      }
      List<Integer> ports = new ArrayList<>();
      PortSplitter splitter =
          new PortSplitter(
              (port, bytes, offset, length) -> {
                assertArrayEquals(line, Arrays.copyOfRange(bytes, offset, offset + length));
                ports.add(port);
              });
      splitter.accept(new byte[1], 0, 1);
      for (int i = 0; i < line.length; i++) {
        splitter.accept(line, i, 1);
      }
      assertEquals(List.of(decoder.frame().port()), ports, file.getKey());
    }
  }

  private static void assertLimit(String document, String name, int value) {
    assertTrue(document.contains("| " + name + " | " + value + " |"), name + " is " + value);
  }

  /** The line bytes of a question with the vectors' tag, without what begins a line. */
  private static String sent(BridgeRequest request, byte[] body) {
    ControlChannel channel = new ControlChannel(() -> TAG);
    channel.ask(request, body, 0);
    byte[] out = new byte[ControlChannel.TRANSMIT_BYTES_MIN];
    int length = channel.transmit(out, 0, 0);
    assertEquals(0, out[0]);
    return HexFormat.of().formatHex(out, 1, length);
  }

  private static BridgeRequest kind(int number) {
    return Stream.of(BridgeRequest.values())
        .filter(each -> each.kind() == number)
        .findFirst()
        .orElse(null);
  }

  /** The payload of the request that is a vector's input; null if it is no request. */
  private static byte[] request(String text) {
    LineDecoder decoder = new LineDecoder();
    byte[] line = bytes(text, "input");
    decoder.accept(line, 0, line.length);
    if (!decoder.ready() || FATES.contains(field(text, "verdict"))) {
      return null;
    }
    int at = decoder.frame().payloadOffset();
    return Arrays.copyOfRange(decoder.bytes(), at, at + decoder.frame().payloadLength());
  }

  private static byte[] answer(String name) throws IOException {
    byte[] line = bytes(files().get("bridge-" + name + ".txt"), "output");
    LineDecoder decoder = new LineDecoder();
    decoder.accept(line, 0, line.length);
    int at = decoder.frame().payloadOffset();
    return Arrays.copyOfRange(decoder.bytes(), at + 2, at + decoder.frame().payloadLength());
  }

  private static byte[] bytes(String text, String name) {
    return HexFormat.of().parseHex(field(text, name));
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
        if (name.startsWith("bridge-")) {
          files.put(name, Files.readString(path));
        }
      }
    }
    return files;
  }
}
