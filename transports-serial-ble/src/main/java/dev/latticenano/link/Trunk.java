package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeKept;
import dev.latticenano.link.bridge.BridgeRequest;
import dev.latticenano.link.bridge.BridgeVerdict;
import dev.latticenano.link.bridge.ControlChannel;
import dev.latticenano.link.bridge.PortSplitter;
import dev.latticenano.link.serial.SerialFrame;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One opened serial device that several ports share: links to what lies behind a bridge, and the
 * bridge's control channel. Where no bridge is, port 0 is the far end itself.
 *
 * <p>May be used by any thread; one asks at a time. Source: docs/bridge.md.
 */
public final class Trunk implements AutoCloseable {
  private static final int HANDOVER_MS = 1500;
  private static final int PORTS = SerialFrame.PORT_MAX + 1;

  private final String name;
  private final SerialDevice device;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final ReentrantLock asking = new ReentrantLock(true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private final Condition freed = lock.newCondition();
  private final PortSplitter splitter = new PortSplitter(this::received);
  private final ControlChannel control = new ControlChannel(new SecureRandom()::nextInt);
  private final PortWire[] wires = new PortWire[PORTS];
  // What came before anybody took it: a bridge tells as soon as the device is open.
  private final List<List<BridgeKept>> untaken = new ArrayList<>();
  private Consumer<List<BridgeKept>> notices;
  private boolean closed;
  private boolean given;

  private Trunk(String name, SerialDevice device) {
    this.name = name;
    this.device = device;
  }

  /**
   * Opens the device at a path such as {@code /dev/ttyACM0}, set to {@code baud} bits per second,
   * which means nothing to a USB device.
   */
  public static Trunk open(String device, int baud) throws LinkException {
    SerialDevice opened = SerialDevice.open(device, baud);
    Trunk trunk = new Trunk(device, opened);
    try {
      opened.listen(trunk.splitter::accept);
    } catch (LinkException e) {
      opened.close();
      throw e;
    }
    return trunk;
  }

  /**
   * Has {@code taker} told, on a thread of the driver, what a bridge kept while nobody was here.
   */
  public void whenBack(Consumer<List<BridgeKept>> taker) {
    List<List<BridgeKept>> before;
    lock.lock();
    try {
      notices = taker;
      before = List.copyOf(untaken);
      untaken.clear();
    } finally {
      lock.unlock();
    }
    before.forEach(taker);
  }

  /**
   * A link to whoever is behind {@code port} 0 to 14, which calls at once.
   *
   * @param baud bits per second of the slowest line on the way
   * @throws IllegalStateException when there is one already
   */
  public SerialLink link(int port, int baud) throws LinkException {
    PortWire wire = new PortWire(port);
    lock.lock();
    try {
      if (closed) {
        throw new LinkException(Kind.CLOSED, "this end closed the device");
      }
      if (port < 0 || port >= ControlChannel.PORT || !awaitFree(port)) {
        throw new IllegalStateException("port " + port + " has a link already, or none");
      }
      wires[port] = wire;
    } finally {
      lock.unlock();
    }
    return SerialLink.over(wire, port, baud);
  }

  /** A link that was just closed is on its way out. */
  private boolean awaitFree(int port) throws LinkException {
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(HANDOVER_MS);
      while (wires[port] != null && leftNs > 0) {
        leftNs = freed.awaitNanos(leftNs);
      }
      return wires[port] == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(Kind.CLOSED, "interrupted while waiting", e);
    }
  }

  /** Asks the bridge who it is; null when nobody answers within about {@code attempts} × 250 ms. */
  public BridgeIdentity identify(int attempts) throws LinkException {
    BridgeAnswer answer = ask(BridgeRequest.IDENTIFY, new byte[0], attempts);
    boolean done = answer != null && answer.verdict() == BridgeVerdict.DONE;
    return done ? BridgeIdentity.of(answer.body()) : null;
  }

  /**
   * Asks the bridge something and waits for the answer; null when there is none after {@code
   * attempts} times, 1 to {@link ControlChannel#ATTEMPTS}.
   */
  public BridgeAnswer ask(BridgeRequest request, byte[] body, int attempts) throws LinkException {
    asking.lock();
    try {
      long untilMs = nowMs() + (long) attempts * ControlChannel.AGAIN_MS;
      begin(request, body);
      byte[] out = new byte[ControlChannel.TRANSMIT_BYTES_MIN];
      while (true) {
        int length = next(out, untilMs);
        if (length < 0) {
          return answer();
        }
        write(Arrays.copyOf(out, length));
      }
    } finally {
      asking.unlock();
    }
  }

  private void begin(BridgeRequest request, byte[] body) {
    lock.lock();
    try {
      control.ask(request, body, nowMs());
    } finally {
      lock.unlock();
    }
  }

  /** Bytes to write; -1 when there is an answer, or no more time for one. */
  private int next(byte[] out, long untilMs) throws LinkException {
    lock.lock();
    try {
      while (true) {
        long nowMs = nowMs();
        if (closed) {
          throw new LinkException(Kind.CLOSED, "this end closed the device");
        }
        if (control.state() != ControlChannel.State.ASKING || nowMs >= untilMs) {
          return -1;
        }
        int length = control.transmit(out, 0, nowMs);
        if (length > 0) {
          return length;
        }
        long waitMs = Math.min(control.nextDeadlineMs(), untilMs) - nowMs;
        answered.await(Math.max(1, waitMs), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(Kind.CLOSED, "interrupted while waiting", e);
    } finally {
      lock.unlock();
    }
  }

  private BridgeAnswer answer() {
    lock.lock();
    try {
      boolean any = control.state() == ControlChannel.State.ANSWERED;
      return any ? new BridgeAnswer(control.verdict(), control.body()) : null;
    } finally {
      lock.unlock();
    }
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void received(int port, byte[] bytes, int offset, int length) {
    if (port == ControlChannel.PORT) {
      answered(bytes, offset, length);
      return;
    }
    Wire.Receiver receiver = receiver(port);
    if (receiver != null) {
      receiver.received(bytes, offset, length);
    }
  }

  private Wire.Receiver receiver(int port) {
    lock.lock();
    try {
      return wires[port] == null ? null : wires[port].receiver;
    } finally {
      lock.unlock();
    }
  }

  private void answered(byte[] bytes, int offset, int length) {
    List<BridgeKept> kept;
    Consumer<List<BridgeKept>> taker = null;
    lock.lock();
    try {
      control.receive(bytes, offset, length);
      kept = control.takeNotice();
      answered.signalAll();
      if (kept != null && notices == null) {
        untaken.add(kept);
      } else if (kept != null) {
        taker = notices;
      }
    } finally {
      lock.unlock();
    }
    if (taker != null) {
      taker.accept(kept);
    }
  }

  private void write(byte[] bytes) throws LinkException {
    writing.lock();
    try {
      device.write(bytes);
    } finally {
      writing.unlock();
    }
  }

  /** Throws when the device is gone. */
  public void probe() throws LinkException {
    device.probe();
  }

  /** The path that was opened. */
  public String name() {
    return name;
  }

  /** Makes no more links and gives the device back when the last one over it is closed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      answered.signalAll();
    } finally {
      lock.unlock();
    }
    giveBack();
  }

  private void giveBack() {
    boolean last;
    lock.lock();
    try {
      last = closed && !given && Arrays.stream(wires).allMatch(wire -> wire == null);
      given |= last;
    } finally {
      lock.unlock();
    }
    if (last) {
      device.close();
    }
  }

  /** One port's part of the device. */
  private final class PortWire implements Wire {
    private final int port;
    private volatile Receiver receiver;

    private PortWire(int port) {
      this.port = port;
    }

    @Override
    public void listen(Receiver newReceiver) {
      receiver = newReceiver;
    }

    @Override
    public void write(byte[] bytes) throws LinkException {
      Trunk.this.write(bytes);
    }

    @Override
    public void probe() throws LinkException {
      device.probe();
    }

    @Override
    public void close() {
      lock.lock();
      try {
        wires[port] = null;
        freed.signalAll();
      } finally {
        lock.unlock();
      }
      giveBack();
    }
  }
}
