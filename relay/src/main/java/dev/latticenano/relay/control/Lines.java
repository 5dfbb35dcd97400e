package dev.latticenano.relay.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Text over a socket, in UTF-8. */
final class Lines {
  private Lines() {}

  /** Reads up to a line's end, or the end, or {@code bytesMax} bytes. */
  static String read(SocketChannel channel, int bytesMax) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (text.size() < bytesMax && channel.read(one.clear()) > 0 && one.get(0) != '\n') {
      text.write(one.get(0));
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Reads all there is. */
  static String rest(SocketChannel channel) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(8192);
    for (int n = channel.read(some); n >= 0; n = channel.read(some.clear())) {
      text.write(some.array(), 0, n);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
