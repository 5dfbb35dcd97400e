package dev.latticenano.relay.control;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Answers commands beside a relay that serves; one thread, one question at a time. */
public final class ControlDoor implements AutoCloseable {
  /** The socket's name in a relay's directory. */
  static final String NAME = "control";

  /** Bytes of the longest question. */
  static final int QUESTION_BYTES_MAX = 200;

  private final Path file;
  private final ServerSocketChannel channel;
  private final Answers answers;
  private final Thread thread = new Thread(this::run, "control");

  /** Whoever knows the answers; called on this door's thread. */
  public interface Answers {
    /** The answer to one line, as JSON; a {@link Failure} is answered as such. */
    String answer(String question) throws Failure, InterruptedException;
  }

  private ControlDoor(Path file, ServerSocketChannel channel, Answers answers) {
    this.file = file;
    this.channel = channel;
    this.answers = answers;
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens the door in a directory that this process owns: what the last run left is replaced. */
  public static ControlDoor open(Path root, Answers answers) throws Failure {
    Path file = root.resolve(NAME);
    try {
      Files.deleteIfExists(file);
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new ControlDoor(file, channel, answers);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot listen at " + file + ": " + Reason.of(e), e);
    }
  }

  private void run() {
    while (channel.isOpen()) {
      try (SocketChannel caller = channel.accept()) {
        serve(caller);
      } catch (IOException e) {
        // Whoever asked has gone, or this door is closed.
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel caller) throws IOException, InterruptedException {
    String question = Lines.read(caller, QUESTION_BYTES_MAX).strip();
    String reply;
    try {
      reply = "ok\n" + answers.answer(question);
    } catch (Failure e) {
      reply = e.exitCode() + "\n" + e.getMessage();
    }
    ByteBuffer bytes = ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      caller.write(bytes);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stays is replaced at the next start.
    }
    thread.interrupt();
  }
}
