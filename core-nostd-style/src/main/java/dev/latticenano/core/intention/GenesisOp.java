package dev.latticenano.core.intention;

import java.nio.charset.StandardCharsets;

/**
 * How a store begins: its type, like {@code core:kvstore}, and a nonce (u32). Protobuf {@code
 * GenesisOp}: 1 store_type string, 2 nonce uint32. Cold: allocates.
 */
public record GenesisOp(String storeType, int nonce) {
  private static final int STORE_TYPE = 1;
  private static final int NONCE = 2;

  /** The content of checked genesis ops. */
  public static GenesisOp of(UniversalOpView ops) {
    String storeType = "";
    int nonce = 0;
    ProtoFields fields = new ProtoFields();
    fields.wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
    while (fields.next()) {
      if (fields.tag() == STORE_TYPE) {
        storeType =
            new String(fields.bytes(), fields.offset(), fields.length(), StandardCharsets.UTF_8);
      } else if (fields.tag() == NONCE) {
        nonce = (int) fields.varint();
      }
    }
    return new GenesisOp(storeType, nonce);
  }

  /** The encoded message in a new array, without the UniversalOp around it. */
  public byte[] toBytes() {
    byte[] text = storeType.getBytes(StandardCharsets.UTF_8);
    long number = Integer.toUnsignedLong(nonce);
    int textBytes = text.length == 0 ? 0 : ProtoOut.fieldBytes(STORE_TYPE, text.length);
    int nonceBytes = nonce == 0 ? 0 : ProtoOut.varintFieldBytes(NONCE, number);
    byte[] out = new byte[textBytes + nonceBytes];
    if (text.length != 0) {
      ProtoOut.putBytes(out, 0, STORE_TYPE, text, 0, text.length);
    }
    if (nonce != 0) {
      ProtoOut.putVarintField(out, textBytes, NONCE, number);
    }
    return out;
  }

  /** The ops of a store's first intention, in a new array. */
  public byte[] toOps() {
    byte[] content = toBytes();
    UniversalOpWriter writer = new UniversalOpWriter().genesis(content, 0, content.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }
}
