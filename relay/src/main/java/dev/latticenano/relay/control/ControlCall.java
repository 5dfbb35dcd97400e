package dev.latticenano.relay.control;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One question to a relay that serves. */
public final class ControlCall {
  private ControlCall() {}

  /**
   * Asks the relay of a directory.
   *
   * @return its answer, JSON; null if none serves there
   * @throws Failure it answered so, ended before it answered, or may not be asked
   */
  public static String ask(Path root, String question) throws Failure {
    Path file = root.resolve(ControlDoor.NAME);
    if (!Files.exists(file)) {
      return null;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      channel.write(ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8)));
      String status = Lines.read(channel, ControlDoor.QUESTION_BYTES_MAX);
      String rest = Lines.rest(channel);
      if (status.equals("ok")) {
        return rest;
      }
      if (!status.matches("[1-9][0-9]?")) {
        throw new Failure(
            Failure.FAILED, "the relay at " + file + " ended before it answered; ask again");
      }
      throw new Failure(Integer.parseInt(status), rest);
    } catch (ConnectException e) {
      // Left behind by one that was killed.
      return null;
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot ask the relay at " + file + ": " + Reason.of(e), e);
    }
  }
}
