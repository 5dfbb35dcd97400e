package dev.latticenano.bench.soak;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.host.SystemEntropy;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** A link to the relay, from an address of its own, over which anything at all can be said. */
final class HostileLink implements AutoCloseable {
  private static final int CONNECT_MS = 5_000;
  private static final int READ_MS = 2_000;

  private final Socket socket = new Socket();
  private final DataOutputStream out;
  private final DataInputStream in;
  private final NoiseLink noise;
  private final byte[] frame = new byte[Limits.FRAME_BYTES_MAX];

  /** Connects from {@code address}, as whoever signs with {@code signer}. */
  HostileLink(String address, int port, Ed25519Signer signer) throws IOException {
    byte[] secret = new byte[TransportKey.BYTES];
    signer.publicKey(secret, 0);
    SystemEntropy entropy = new SystemEntropy();
    noise =
        new NoiseLink(
            new TransportKey(secret, signer),
            new Ed25519Verifier(),
            entropy,
            new ChaCha20Poly1305(),
            true,
            null,
            0);
    try {
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
      socket.setSoTimeout(READ_MS);
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Bytes as they are. */
  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** A frame of any bytes. */
  void frame(byte[] bytes, int offset, int length) throws IOException {
    out.writeInt(length);
    out.write(bytes, offset, length);
    out.flush();
  }

  /** The first frame of a handshake. */
  byte[] begin() {
    byte[] first = new byte[Limits.FRAME_BYTES_MAX];
    return Arrays.copyOf(first, noise.transmit(first, 0, System.currentTimeMillis()));
  }

  /** Proves its key; false if the relay does not answer. */
  boolean prove() throws IOException {
    while (!noise.isOpen() || !noise.isProven()) {
      for (int n = said(); n > 0; n = said()) {
        frame(frame, 0, n);
      }
      if (noise.isOpen()) {
        return true;
      }
      if (!hear()) {
        return false;
      }
    }
    return true;
  }

  private int said() {
    return noise.transmit(frame, 0, System.currentTimeMillis());
  }

  /** Reads a frame; false if it breaks a rule of privacy. */
  boolean hear() throws IOException {
    int length = in.readInt();
    in.readFully(frame, 0, length);
    return noise.receive(frame, 0, length, System.currentTimeMillis()) == Verdict.OK;
  }

  /** True if something came that was not read yet. */
  boolean hasNews() throws IOException {
    return in.available() > 0;
  }

  /** What names the keys of the link to both ends. */
  byte[] binding() {
    return noise.binding();
  }

  /** Messages as a frame of the conversation, sealed. */
  byte[] sealed(byte[] messages) {
    byte[] bytes = new byte[messages.length + NoiseLink.EXTRA_BYTES_MAX];
    int at = noise.prepare(System.currentTimeMillis());
    System.arraycopy(messages, 0, bytes, at, messages.length);
    return Arrays.copyOf(bytes, noise.seal(bytes, 0, messages.length));
  }

  /** Says messages under the link's keys. */
  void say(byte[] messages) throws IOException {
    byte[] bytes = sealed(messages);
    frame(bytes, 0, bytes.length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
