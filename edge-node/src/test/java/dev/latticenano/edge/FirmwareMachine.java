package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The firmware on QEMU's Cortex-M33, each of its three UARTs behind a device of this machine: 0
 * leads to the node and is clean, as USB is; the outer lines flip bits.
 */
final class FirmwareMachine implements AutoCloseable {
  private static final int UARTS = 3;
  private static final String IMAGE = "target/qemu/bridge.elf";

  private final Path folder;
  private final double bitErrorRate;
  private final List<PlayedPty> lines = new ArrayList<>();
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final Process machine;

  /** The bytes that line 1 has brought the node so far. */
  private long carried;

  /** Builds the image if its sources are newer, and starts it. */
  FirmwareMachine(Path folder, double bitErrorRate, long seed) throws Exception {
    this.folder = folder;
    this.bitErrorRate = bitErrorRate;
    Path sources = Path.of(System.getProperty("repository.root"), "firmware-bridge");
    Process build =
        new ProcessBuilder("make", "-s", "-C", sources.toString(), IMAGE)
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), said);
    machine = start(sources.resolve(IMAGE));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < UARTS; i++) {
      PlayedPty line = new PlayedPty(Path.of(device(i)));
      lines.add(line);
      SocketChannel uart = sockets.get(i);
      Noise in = new Noise(i == 0 ? 0 : bitErrorRate, random.split());
      Noise out = new Noise(i == 0 ? 0 : bitErrorRate, random.split());
      boolean counted = i == 1;
      pump(() -> toMachine(line.in(), uart, in));
      pump(() -> fromMachine(uart, line.out(), out, counted));
    }
  }

  private Process start(Path image) throws IOException {
    List<ServerSocketChannel> doors = new ArrayList<>();
    List<String> command =
        new ArrayList<>(List.of("qemu-system-arm", "-M", "mps2-an505", "-nographic", "-kernel"));
    command.add(image.toString());
    Path short1 = Files.createTempDirectory("bridge");
    for (int i = 0; i <= UARTS; i++) {
      Path path = short1.resolve("s" + i);
      ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      doors.add(door.bind(UnixDomainSocketAddress.of(path)));
      command.add(i < UARTS ? "-serial" : "-monitor");
      command.add("unix:" + path);
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i <= UARTS; i++) {
      sockets.add(doors.get(i).accept());
      doors.get(i).close();
      Files.delete(short1.resolve("s" + i));
    }
    Files.delete(short1);
    Thread drain = new Thread(() -> drain(sockets.get(UARTS)), "machine-monitor");
    drain.setDaemon(true);
    drain.start();
    return process;
  }

  private static void drain(SocketChannel monitor) {
    try {
      ByteBuffer room = ByteBuffer.allocate(1024);
      while (monitor.read(room.clear()) >= 0) {
        continue;
      }
    } catch (IOException e) {
      // The machine is off.
    }
  }

  /** Moves bytes until one end is gone. */
  private interface Pump {
    void run() throws IOException;
  }

  private record Noise(double bitErrorRate, SplittableRandom random) {
    private void spoil(byte[] bytes, int length) {
      for (int i = 0; bitErrorRate > 0 && i < length; i++) {
        if (random.nextDouble() < Byte.SIZE * bitErrorRate) {
          bytes[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
      }
    }
  }

  private static void pump(Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException e) {
                // One end is gone.
              }
            },
            "machine-line");
    thread.setDaemon(true);
    thread.start();
  }

  private static void toMachine(InputStream in, SocketChannel uart, Noise noise)
      throws IOException {
    byte[] bytes = new byte[512];
    for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
      noise.spoil(bytes, n);
      ByteBuffer left = ByteBuffer.wrap(bytes, 0, n);
      while (left.hasRemaining()) {
        uart.write(left);
      }
    }
  }

  private void fromMachine(SocketChannel uart, OutputStream out, Noise noise, boolean counted)
      throws IOException {
    byte[] bytes = new byte[512];
    for (int n = uart.read(ByteBuffer.wrap(bytes)); n > 0; ) {
      noise.spoil(bytes, n);
      out.write(bytes, 0, n);
      out.flush();
      count(counted ? n : 0);
      n = uart.read(ByteBuffer.wrap(bytes));
    }
  }

  private synchronized void count(int bytes) {
    carried += bytes;
    notifyAll();
  }

  /** Where UART {@code n} leads. */
  String device(int n) {
    return folder.resolve("uart" + n).toString();
  }

  /** Waits until line 1 has brought its far end so many bytes in all. */
  synchronized void awaitCarried(long bytes) throws InterruptedException {
    while (carried < bytes) {
      wait();
    }
  }

  /** Resets the chip, as its pin does. */
  void reset() throws IOException {
    sockets.get(UARTS).write(ByteBuffer.wrap("system_reset\n".getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() throws IOException {
    machine.destroyForcibly().onExit().join();
    for (SocketChannel each : sockets) {
      each.close();
    }
    lines.forEach(PlayedPty::close);
  }

  @Override
  public String toString() {
    return "machine in " + folder + ", bit error rate " + bitErrorRate;
  }
}
