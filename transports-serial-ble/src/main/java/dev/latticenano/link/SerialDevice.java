package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import jssc.SerialPort;
import jssc.SerialPortException;

/**
 * One opened serial device: raw, 8N1, without flow control, held by this process alone.
 *
 * <p>The system's own exclusive mode does not stop root, so a {@link DeviceLock} keeps a second
 * owner of ours out as well. Bytes arrive through the driver's wait (no polling); a hang-up shows
 * only when the device is touched, so whoever holds one calls {@link #probe} now and then.
 */
final class SerialDevice implements Wire {
  /** A closed device is given back within about a second; that long a new owner waits. */
  private static final int HANDOVER_MS = 1500;

  /** Reads before the thread of the driver may see that it shall end. */
  private static final int READS_AN_EVENT = 64;

  private static final int FAST_BYTES = 2048;

  private final String name;
  private final SerialPort port;
  private final DeviceLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SerialDevice(String name, SerialPort port, DeviceLock lock) {
    this.name = name;
    this.port = port;
    this.lock = lock;
  }

  static SerialDevice open(String name, int baud) throws LinkException {
    Path real = realPath(name);
    DeviceLock lock = DeviceLock.take(name, real, HANDOVER_MS);
    boolean done = false;
    SerialPort port = new SerialPort(real.toString());
    try {
      port.openPort();
      configure(port, name, real, baud);
      done = true;
      return new SerialDevice(name, port, lock);
    } catch (SerialPortException e) {
      throw refusal(name, e);
    } finally {
      if (!done) {
        giveBack(port, lock);
      }
    }
  }

  private static Path realPath(String name) throws LinkException {
    try {
      return Path.of(name).toRealPath();
    } catch (IOException | IllegalArgumentException e) {
      throw new LinkException(Kind.NOT_FOUND, "no serial device at " + name, e);
    }
  }

  /**
   * On a pseudo-terminal the rate is set but modem lines do not exist, and jSSC reports that as a
   * failure.
   */
  private static void configure(SerialPort port, String name, Path real, int baud)
      throws SerialPortException, LinkException {
    boolean set =
        port.setParams(baud, SerialPort.DATABITS_8, SerialPort.STOPBITS_1, SerialPort.PARITY_NONE);
    if (!set && !isPty(real)) {
      throw new LinkException(Kind.FAILED, name + " does not accept " + baud + " baud");
    }
  }

  private static boolean isPty(Path real) {
    return real.startsWith("/dev/pts") || real.toString().matches("/dev/ttys[0-9]+");
  }

  private static LinkException refusal(String name, SerialPortException e) {
    String type = e.getExceptionType();
    if (SerialPortException.TYPE_PERMISSION_DENIED.equals(type)) {
      return new LinkException(
          Kind.FORBIDDEN,
          "not allowed to open " + name + ": is this user in the group dialout?",
          e);
    }
    if (SerialPortException.TYPE_PORT_BUSY.equals(type)) {
      return new LinkException(Kind.IN_USE, "another program uses " + name, e);
    }
    if (SerialPortException.TYPE_INCORRECT_SERIAL_PORT.equals(type)) {
      return new LinkException(Kind.NOT_FOUND, name + " is not a serial device", e);
    }
    if (SerialPortException.TYPE_PORT_NOT_FOUND.equals(type) && !Files.isWritable(Path.of(name))) {
      return new LinkException(
          Kind.FORBIDDEN, "cannot open " + name + ": is this user in the group dialout?", e);
    }
    if (SerialPortException.TYPE_PORT_NOT_FOUND.equals(type)) {
      return new LinkException(Kind.NOT_FOUND, "no serial device at " + name, e);
    }
    return new LinkException(Kind.FAILED, "cannot open " + name + ": " + type, e);
  }

  @Override
  public void listen(Receiver receiver) throws LinkException {
    try {
      port.addEventListener(
          event -> {
            try {
              read(event.getEventValue(), receiver);
            } catch (SerialPortException | IllegalArgumentException e) {
              // Unplugged or closed under our hands; the next probe or write says so to the owner.
            }
          },
          SerialPort.MASK_RXCHAR);
    } catch (SerialPortException e) {
      throw lost(e);
    }
  }

  // The driver's thread sleeps a millisecond after each event, which would cap a fast device at one
  // buffer of 4 KiB in that time. Whoever fills half a buffer is let run to fill it again.
  private void read(int announced, Receiver receiver) throws SerialPortException {
    int waiting = announced;
    for (int i = 0; i < READS_AN_EVENT && waiting > 0; i++) {
      byte[] bytes = port.readBytes(waiting);
      if (bytes != null) {
        receiver.received(bytes, 0, bytes.length);
      }
      if (waiting >= FAST_BYTES) {
        Thread.yield();
      }
      waiting = port.getInputBufferBytesCount();
    }
  }

  /** Writes all bytes; blocks while the device's own buffer is full. */
  @Override
  public void write(byte[] bytes) throws LinkException {
    try {
      if (!port.writeBytes(bytes)) {
        throw lost(null);
      }
    } catch (SerialPortException | IllegalArgumentException e) {
      throw lost(e);
    }
  }

  @Override
  public void probe() throws LinkException {
    try {
      port.getInputBufferBytesCount();
    } catch (SerialPortException | IllegalArgumentException e) {
      throw lost(e);
    }
  }

  private LinkException lost(Exception cause) {
    return new LinkException(Kind.CLOSED_BY_PEER, name + " was unplugged or hung up", cause);
  }

  /** Gives the device back; may take as long as the driver's wait, about a second. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack(port, lock);
    }
  }

  private static void giveBack(SerialPort port, DeviceLock lock) {
    try {
      if (port.isOpened()) {
        port.closePort();
      }
    } catch (SerialPortException | IllegalArgumentException e) {
      // A device that is gone needs no closing.
    }
    lock.close();
  }
}
