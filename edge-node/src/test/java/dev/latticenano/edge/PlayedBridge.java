package dev.latticenano.edge;

import dev.latticenano.link.bridge.BridgeSettings;
import dev.latticenano.link.bridge.LineSetting;
import dev.latticenano.link.serial.Cobs;
import dev.latticenano.link.serial.LineDecoder;
import dev.latticenano.link.serial.SerialFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A board with a bridge, played by a test: a device for the node and one for each of two ports. It
 * says that it is a {@code pico2}, has a boot drive and can be unplugged, which the firmware on
 * this machine cannot. What it does with frames is the firmware's to prove.
 */
final class PlayedBridge implements AutoCloseable {
  private static final int BOARD_PICO2 = 2;
  private static final int PORTS = 3;
  private static final int CONTROL = 15;
  private static final int WINDOW = 14;
  private static final int DONE = 0;
  private static final int UNKNOWN_REQUEST = 1;
  private static final int NO_SUCH_PORT = 3;

  private final Path folder;
  private final List<PlayedPty> lines = new ArrayList<>();
  private final boolean[] paused = new boolean[PORTS];
  private BridgeSettings settings = factory();

  /** What happens when it is asked to restart as its drive. */
  private Consumer<PlayedBridge> drive = bridge -> {};

  int build = 0xa1b2c3d4;
  int blinks;
  int restarts;

  PlayedBridge(Path folder) throws IOException {
    this.folder = folder;
    plug();
  }

  private static BridgeSettings factory() {
    LineSetting line = LineSetting.of("921600");
    return new BridgeSettings(0, false, 0, List.of(line, line, line));
  }

  void onDrive(Consumer<PlayedBridge> newDrive) {
    drive = newDrive;
  }

  String device() {
    return line(0).toString();
  }

  String port(int port) {
    return line(port).toString();
  }

  private Path line(int port) {
    return folder.resolve(port == 0 ? "ttyACM0" : "far" + port);
  }

  synchronized void plug() throws IOException {
    for (int port = 0; port < PORTS; port++) {
      lines.add(new PlayedPty(line(port)));
    }
    for (int port = 0; port < PORTS; port++) {
      int from = port;
      InputStream in = lines.get(port).in();
      Thread thread = new Thread(() -> read(in, from), "played-bridge-" + port);
      thread.setDaemon(true);
      thread.start();
    }
  }

  synchronized void unplug() {
    lines.forEach(PlayedPty::close);
    lines.clear();
  }

  @Override
  public void close() {
    unplug();
  }

  private void read(InputStream in, int from) {
    LineDecoder decoder = new LineDecoder();
    byte[] bytes = new byte[4096];
    try {
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        for (int at = 0; at < n; ) {
          at += decoder.accept(bytes, at, n - at);
          if (decoder.ready()) {
            take(decoder.frame(), decoder.bytes(), from);
          }
        }
      }
    } catch (IOException e) {
      // It was unplugged.
    }
  }

  private void take(SerialFrame frame, byte[] bytes, int from) throws IOException {
    int end = frame.payloadOffset() + frame.payloadLength();
    if (from == 0 && frame.port() == CONTROL) {
      byte[] answer = answer(java.util.Arrays.copyOfRange(bytes, frame.payloadOffset(), end));
      int at = SerialFrame.writeHeader(bytes, 0, SerialFrame.TYPE_DATA, CONTROL, 0, frame.tag(), 0);
      System.arraycopy(answer, 0, bytes, at, answer.length);
      write(0, bytes, at + answer.length);
      after(answer[0] & 0x7f);
      return;
    }
    int to = from == 0 ? frame.port() : 0;
    if (to >= PORTS || from == to || paused[to] || paused[from]) {
      return;
    }
    if (frame.type() == SerialFrame.TYPE_SYNC) {
      bytes[end - 1] = (byte) Math.min(WINDOW, bytes[end - 1] & 0xff);
    }
    bytes[1] = (byte) ((from == 0 ? 0 : from) << 4 | frame.flags());
    write(to, bytes, end);
  }

  private synchronized void write(int port, byte[] bytes, int end) throws IOException {
    byte[] frame = java.util.Arrays.copyOf(bytes, SerialFrame.FRAME_BYTES_MAX);
    int length = new SerialFrame().seal(frame, 0, end);
    byte[] line = new byte[Cobs.encodedBytesMax(length) + 2];
    int size = 1 + Cobs.encode(frame, 0, length, line, 1) + 1;
    if (!lines.isEmpty()) {
      OutputStream out = lines.get(port).out();
      out.write(line, 0, size);
      out.flush();
    }
  }

  private byte[] answer(byte[] asked) {
    int kind = asked[0];
    ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) (kind + 128));
    boolean ofPort = kind >= 2 && kind <= 5 || kind == 8;
    if (kind < 1 || kind > 14) {
      return ended(out.put((byte) UNKNOWN_REQUEST));
    }
    if (ofPort && asked[1] >= PORTS) {
      return ended(out.put((byte) NO_SUCH_PORT));
    }
    out.put((byte) DONE);
    switch (kind) {
      case 1 -> identity(out);
      case 2 -> port(out, asked[1]);
      case 3 -> out.put(asked, 2, 4);
      case 4 -> out.put(asked[1]).put((byte) 20).put(new byte[80]);
      case 5 -> out.put(asked[1]).put(new byte[15]);
      case 6 -> blinks = asked[1];
      case 7 -> out.put(asked, 1, asked.length - 1);
      case 8 -> paused[asked[1]] = asked[2] == 1;
      case 9 -> out.put(settings.block());
      case 10 -> store(out, java.util.Arrays.copyOfRange(asked, 1, asked.length));
      case 13 -> out.put(new byte[32]);
      default -> {
        // Nothing is said of these.
      }
    }
    return ended(out);
  }

  private void identity(ByteBuffer out) {
    out.put((byte) 1).put((byte) BOARD_PICO2).put(new byte[] {0, 1, 0, 0, 7, 0}).putInt(build);
    out.put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).putInt(10_000).putShort((short) 1037);
    out.put((byte) WINDOW).put((byte) 0).putInt(1);
  }

  private void port(ByteBuffer out, int port) {
    out.put((byte) port).put((byte) (port == 0 ? 0 : 1)).put((byte) (port == 0 ? 5 : 1));
    out.put((byte) 0).putInt(port == 0 ? 0 : settings.lines().get(port - 1).baud());
    out.put(new byte[] {8, 0, 1, 0}).putInt(0);
  }

  private void store(ByteBuffer out, byte[] block) {
    BridgeSettings asked = BridgeSettings.of(block);
    settings =
        new BridgeSettings(
            asked.nodePort(), asked.flashRing(), settings.generation() + 1, asked.lines());
    out.putInt((int) settings.generation());
  }

  private static byte[] ended(ByteBuffer out) {
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private void after(int kind) throws IOException {
    if (kind == 11) {
      restarts++;
    } else if (kind == 12) {
      new Thread(
              () -> {
                unplug();
                drive.accept(this);
              },
              "played-drive")
          .start();
    }
  }
}
