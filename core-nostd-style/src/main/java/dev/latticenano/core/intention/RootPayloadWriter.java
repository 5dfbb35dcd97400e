package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.ProtoWriter;
import java.nio.charset.StandardCharsets;

/**
 * Writes a root store's payload into the caller's buffer, operation by operation; {@link #finish}
 * adds the version. Cold: texts are encoded.
 */
public final class RootPayloadWriter {
  private static final int VERSION = 1;

  private final ProtoWriter out = new ProtoWriter();

  /** An empty payload at {@code bytes[offset]} that may grow up to {@code limit}. */
  public RootPayloadWriter wrap(byte[] bytes, int offset, int limit) {
    out.wrap(bytes, offset, limit);
    return this;
  }

  /** The name {@code subdomain} is served by an app over a store. */
  public RootPayloadWriter registerApp(String subdomain, String appId, StoreId store) {
    byte[] text = store.toString().getBytes(StandardCharsets.US_ASCII);
    return operation(1, utf8(subdomain), utf8(appId), text);
  }

  /** The name is served no more. */
  public RootPayloadWriter removeApp(String subdomain) {
    return operation(2, utf8(subdomain));
  }

  /** The files of an app, zipped, and what it says about itself. */
  public RootPayloadWriter uploadBundle(String appId, byte[] data, byte[] manifest) {
    return operation(3, utf8(appId), data, manifest);
  }

  /** The files of an app are gone. */
  public RootPayloadWriter removeBundle(String appId) {
    return operation(4, utf8(appId));
  }

  private RootPayloadWriter operation(int kind, byte[]... fields) {
    int operation = out.open(1);
    int inner = out.open(kind);
    for (int i = 0; i < fields.length; i++) {
      out.bytesUnlessEmpty(i + 1, fields[i], 0, fields[i].length);
    }
    out.close(inner);
    out.close(operation);
    return this;
  }

  /** The bytes written, or minus the bytes missing. */
  public int finish() {
    out.varint(2, VERSION);
    return out.finish();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
