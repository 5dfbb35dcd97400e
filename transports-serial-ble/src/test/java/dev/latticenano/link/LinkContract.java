package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What every {@link Link} promises. */
interface LinkContract {
  Duration PATIENCE = Duration.ofSeconds(20);
  long SECONDS_10 = 10_000;

  /** A fresh pair of joined ends, closed by {@link Pair#close}. */
  Pair open() throws Exception;

  /** Two ends and what must be put away with them. */
  record Pair(Link left, Link right, Closeable rest) implements Closeable {
    @Override
    public void close() throws IOException {
      left.close();
      right.close();
      rest.close();
    }
  }

  @Test
  default void carriesFramesWholeAndInOrder() {
    within(
        pair -> {
          int[] sizes = {1, 2, 3, 252, 253, 254, 255, 256, 1023, 1024, 1025, 65_536};
          Future<Void> sender =
              start(
                  () -> {
                    for (int i = 0; i < sizes.length; i++) {
                      send(pair.left(), frame(i, sizes[i]));
                    }
                  });
          for (int i = 0; i < sizes.length; i++) {
            assertArrayEquals(frame(i, sizes[i]), receive(pair.right()));
          }
          sender.get();
          assertEquals(sizes.length, pair.left().stats().framesSent());
          assertEquals(sizes.length, pair.right().stats().framesReceived());
        });
  }

  @Test
  default void carriesTheLargestFrame() {
    within(
        pair -> {
          byte[] largest = frame(7, Link.FRAME_BYTES_MAX);
          Future<Void> sender = start(() -> send(pair.left(), largest));
          assertArrayEquals(largest, receive(pair.right()));
          sender.get();
          assertTrue(pair.left().stats().bytesSent() >= Link.FRAME_BYTES_MAX);
          assertTrue(pair.right().stats().bytesReceived() >= Link.FRAME_BYTES_MAX);
        });
  }

  @Test
  default void refusesToSendNothingAndTooMuch() {
    within(
        pair -> {
          byte[] over = new byte[Link.FRAME_BYTES_MAX + 1];
          assertThrows(IllegalArgumentException.class, () -> pair.left().send(over, 0, 0));
          assertThrows(
              IllegalArgumentException.class, () -> pair.left().send(over, 0, over.length));
          assertThrows(IllegalArgumentException.class, () -> pair.left().send(over, 2, -1));
          assertThrows(IllegalArgumentException.class, () -> pair.left().send(new byte[4], 2, 3));
          send(pair.left(), frame(1, 5));
          assertArrayEquals(frame(1, 5), receive(pair.right()));
        });
  }

  @Test
  default void refusesAFrameBeyondTheReceiversRoom() {
    within(
        pair -> {
          send(pair.left(), frame(1, 9));
          LinkException e =
              assertThrows(
                  LinkException.class, () -> pair.right().receive(new byte[10], 2, SECONDS_10));
          assertEquals(Kind.BAD_FRAME, e.kind());
        });
  }

  @Test
  default void carriesBothDirectionsAtOnce() {
    within(
        pair -> {
          int frames = 60;
          Future<Void> left = start(() -> sendMany(pair.left(), 1000, frames));
          Future<Void> right = start(() -> sendMany(pair.right(), 2000, frames));
          Future<Void> leftReader = start(() -> expectMany(pair.left(), 2000, frames));
          expectMany(pair.right(), 1000, frames);
          leftReader.get();
          left.get();
          right.get();
        });
  }

  @Test
  default void answersZeroWhenNothingComes() {
    within(pair -> assertEquals(0, pair.left().receive(new byte[10], 0, 20)));
  }

  @Test
  default void closingWakesTheReader() {
    within(
        pair -> {
          CompletableFuture<Void> reading = new CompletableFuture<>();
          Future<Void> reader =
              start(
                  () -> {
                    reading.complete(null);
                    pair.left().receive(new byte[10], 0, SECONDS_10);
                  });
          reading.get();
          pair.left().close();
          pair.left().close();
          assertEquals(Kind.CLOSED, failure(reader).kind());
        });
  }

  @Test
  default void closingWakesTheSender() {
    within(
        pair -> {
          Future<Void> sender = start(() -> sendMany(pair.left(), 0, Integer.MAX_VALUE));
          receive(pair.right());
          pair.left().close();
          assertEquals(Kind.CLOSED, failure(sender).kind());
        });
  }

  @Test
  default void staysDownOnceClosed() {
    within(
        pair -> {
          pair.left().close();
          LinkException sending =
              assertThrows(LinkException.class, () -> send(pair.left(), new byte[1]));
          LinkException receiving =
              assertThrows(LinkException.class, () -> pair.left().receive(new byte[9], 0, 100));
          assertEquals(Kind.CLOSED, sending.kind());
          assertEquals(Kind.CLOSED, receiving.kind());
        });
  }

  @Test
  default void noticesThatThePeerIsGone() {
    within(
        pair -> {
          send(pair.right(), frame(3, 300));
          assertArrayEquals(frame(3, 300), receive(pair.left()));
          pair.right().close();
          LinkException e =
              assertThrows(
                  LinkException.class, () -> pair.left().receive(new byte[10], 0, SECONDS_10));
          assertEquals(Kind.CLOSED_BY_PEER, e.kind());
          assertThrows(LinkException.class, () -> sendMany(pair.left(), 0, Integer.MAX_VALUE));
        });
  }

  @Test
  default void deliversWhatWasSentBeforeClosing() {
    within(
        pair -> {
          send(pair.right(), frame(3, 3000));
          send(pair.right(), frame(4, 1));
          pair.right().close();
          assertArrayEquals(frame(3, 3000), receive(pair.left()));
          assertArrayEquals(frame(4, 1), receive(pair.left()));
        });
  }

  /** Something that may fail. */
  interface Step {
    void run() throws Exception;
  }

  /** Something done with a pair. */
  interface Use {
    void with(Pair pair) throws Exception;
  }

  private void within(Use use) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try (Pair pair = open()) {
            use.with(pair);
          }
        });
  }

  private static Future<Void> start(Step step) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              step.run();
              return null;
            });
    Thread thread = new Thread(task, "contract");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static LinkException failure(Future<Void> task) {
    ExecutionException e = assertThrows(ExecutionException.class, task::get);
    return (LinkException) e.getCause();
  }

  private static void sendMany(Link link, int first, int count) throws LinkException {
    for (int i = 0; i < count; i++) {
      send(link, frame(first + i, 1 + (i * 397) % 6000));
    }
  }

  private static void expectMany(Link link, int first, int count) throws LinkException {
    for (int i = 0; i < count; i++) {
      assertArrayEquals(frame(first + i, 1 + (i * 397) % 6000), receive(link), "frame " + i);
    }
  }

  static void send(Link link, byte[] frame) throws LinkException {
    link.send(frame, 0, frame.length);
  }

  static byte[] receive(Link link) throws LinkException {
    byte[] room = new byte[Link.FRAME_BYTES_MAX];
    int length = link.receive(room, 0, SECONDS_10);
    assertTrue(length > 0, "nothing came within 10 s");
    return Arrays.copyOf(room, length);
  }

  /** Bytes that depend on {@code number} alone. */
  static byte[] frame(int number, int length) {
    byte[] bytes = new byte[length];
    new Random(number).nextBytes(bytes);
    return bytes;
  }
}
