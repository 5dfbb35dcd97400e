package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.Sexpr;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.edge.Contents;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Keys and values of a key-value store as people type and read them. */
final class KvKey {
  /** Characters of a value in a listing. */
  static final int VALUE_COLUMNS = 60;

  private KvKey() {}

  /** The bytes of a key or a value typed. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The key-value store that was meant. */
  static KvState state(NodeHome home, StoreId id) throws Failure {
    return Contents.of(home, id, KvState.class, "keys");
  }

  /** A key for the terminal: as it is if that is plain text, else quoted, else hexadecimal. */
  static String shown(byte[] key) {
    if (!isText(key)) {
      return Sexpr.raw(key, 0, key.length).full();
    }
    String text = new String(key, StandardCharsets.UTF_8);
    String quoted = Sexpr.text(text).full();
    return quoted.equals('"' + text + '"') && !text.contains(" ") ? text : quoted;
  }

  /** A value for a listing, cut. */
  static String summary(byte[] value) {
    String text =
        isText(value)
            ? Sexpr.text(new String(value, StandardCharsets.UTF_8)).full()
            : Sexpr.raw(value, 0, value.length).compact() + " (" + value.length + " bytes)";
    return Units.cut(text, VALUE_COLUMNS);
  }

  /** True if the bytes are UTF-8. */
  static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
