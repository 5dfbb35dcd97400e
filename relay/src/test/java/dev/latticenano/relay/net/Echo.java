package dev.latticenano.relay.net;

import dev.latticenano.core.store.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A loop on a thread of its own that says every frame back. A frame that begins with {@code p}
 * proves its caller, one with {@code x} has it hung up on, one with {@code g} is answered with a
 * frame of a mebibyte, one with {@code z} pauses its link, and one with {@code !} fails the disk.
 */
final class Echo implements Talk, Upkeep, AutoCloseable {
  private static final long WAIT_S = 20;

  final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final Map<Integer, Queue<byte[]>> toSay = new HashMap<>();
  private final List<Integer> said = new ArrayList<>();
  private final LinkLoop loop;
  private final int port;
  private final Thread thread;
  volatile Throwable died;
  private int ticks;

  Echo(NetLimits limits) throws Exception {
    this(limits, "127.0.0.1");
  }

  Echo(NetLimits limits, String host) throws Exception {
    loop = new LinkLoop(this, this, limits, (out, offset, length) -> out[offset] = 7);
    port = loop.entrance().listen(new InetSocketAddress(InetAddress.getByName(host), 0));
    thread = new Thread(this::run, "echo");
    thread.start();
  }

  private void run() {
    try {
      loop.run();
    } catch (Exception | AssertionError e) {
      died = e;
    }
  }

  LinkLoop loop() {
    return loop;
  }

  int port() {
    return port;
  }

  /** Why the next link ended. */
  Ending ending() throws InterruptedException {
    Ending ending = endings.poll(WAIT_S, TimeUnit.SECONDS);
    if (ending == null) {
      throw new AssertionError("no link ended");
    }
    return ending;
  }

  @Override
  public void up(int link) {
    toSay.put(link, new ArrayDeque<>());
  }

  @Override
  public boolean heard(int link, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    if (copy[0] == '!') {
      throw new StoreException(StoreException.Kind.IO, "the disk is gone", null);
    }
    if (copy[0] == 'z') {
      loop.pause(link);
    }
    if (copy[0] == 'p') {
      loop.proven(link);
    }
    toSay.get(link).add(copy[0] == 'g' ? new byte[1 << 20] : copy);
    // Lent bytes may be used up.
    Arrays.fill(frame, offset, offset + length, (byte) 0);
    return copy[0] != 'x';
  }

  @Override
  public int say(int link, byte[] out, int offset, long nowMs) {
    byte[] next = toSay.get(link).poll();
    if (next == null) {
      return 0;
    }
    System.arraycopy(next, 0, out, offset, next.length);
    said.add(link);
    return next.length;
  }

  /** Has so many frames of so many bytes to say over a link; on the loop's thread. */
  void give(int link, int frames, int bytes) {
    for (int i = 0; i < frames; i++) {
      toSay.get(link).add(new byte[bytes]);
    }
    loop.due(link);
  }

  /** Over which link each frame was said; on the loop's thread. */
  List<Integer> said() {
    return List.copyOf(said);
  }

  @Override
  public boolean isFull(int link) {
    return false;
  }

  @Override
  public void down(int link, Ending why) {
    toSay.remove(link);
    endings.add(why);
  }

  @Override
  public void tick(long nowMs) {
    ticks++;
  }

  @Override
  public long deadlineMs() {
    return Long.MAX_VALUE;
  }

  /** How often time was said to have come. */
  int ticks() {
    return ticks;
  }

  /** What {@code question} is answered on the loop's thread. */
  <T> T ask(Supplier<T> question) throws Exception {
    var answer = new CompletableFuture<T>();
    loop.post(() -> answer.complete(question.get()));
    return answer.get(WAIT_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(WAIT_S));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("the loop goes on");
    }
  }
}
