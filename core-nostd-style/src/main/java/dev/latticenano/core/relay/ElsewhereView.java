package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.StoreNames;
import java.nio.charset.StandardCharsets;

/**
 * The body of a message that says where else a store is to be found: a relay's URL. Source:
 * docs/protocol.md §14, message 137.
 */
final class ElsewhereView {
  private final Cursor fields = new Cursor();
  private final byte[] name = new byte[StoreNames.BYTES];
  private String url = "";

  /** Writes one about a store, as the peer may be told of it; returns its bytes. */
  static int write(
      FrameWriter writer, byte[] out, int offset, Peer peer, StoreId store, String url) {
    byte[] name = new byte[StoreNames.BYTES];
    peer.names().write(store, name, 0);
    byte[] text = url.getBytes(StandardCharsets.US_ASCII);
    writer.start(out, offset, Message.ELSEWHERE).bytes(1, name, 0, name.length);
    return writer.bytes(2, text, 0, text.length).finish();
  }

  /** Looks at the body of a message; OK or REDEEM_MALFORMED. */
  Verdict read(byte[] bytes, int offset, int length) {
    boolean named = false;
    url = "";
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.is(1, Cursor.BYTES) && fields.dataLength() == name.length) {
        System.arraycopy(bytes, fields.dataOffset(), name, 0, name.length);
        named = true;
      } else if (fields.is(2, Cursor.BYTES) && fields.dataLength() <= Limits.ELSEWHERE_BYTES_MAX) {
        url =
            new String(bytes, fields.dataOffset(), fields.dataLength(), StandardCharsets.US_ASCII);
      }
    }
    boolean sane = !fields.malformed() && named && url.matches("[!-~]+");
    return sane ? Verdict.OK : Verdict.REDEEM_MALFORMED;
  }

  /** The store of this end that is meant; null if there is none. */
  StoreId store(Peer peer) {
    return peer.names().find(name, 0);
  }

  /** Where it is, visible ASCII; nothing else of its form is known. */
  String url() {
    return url;
  }
}
