package dev.latticenano.core.state;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.KvPayloadWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One intention of a test: who, when, what it cites, what it writes. */
final class Said {
  private static int count;

  final Hash hash;
  final Hlc timestamp;
  final AuthorId author;
  final List<Hash> condition;
  final byte[] op;
  final Map<String, byte[]> writes = new LinkedHashMap<>();

  Said(String author, long wallMs, List<Hash> condition, byte[] op) {
    this.hash = hash("intention " + count++);
    this.timestamp = new Hlc(wallMs, 0);
    this.author = author(author);
    this.condition = List.copyOf(condition);
    this.op = op;
  }

  /** Puts one key. */
  static Said put(String author, long wallMs, String key, String value, Said... cited) {
    return said(author, wallMs, map(key, bytes(value)), cited);
  }

  /** Deletes one key. */
  static Said delete(String author, long wallMs, String key, Said... cited) {
    return said(author, wallMs, map(key, null), cited);
  }

  /** Writes several keys; null deletes. */
  static Said said(String author, long wallMs, Map<String, byte[]> writes, Said... cited) {
    List<Hash> condition = new ArrayList<>();
    for (Said each : cited) {
      condition.add(each.hash);
    }
    Said said = new Said(author, wallMs, condition, payload(writes));
    said.writes.putAll(writes);
    return said;
  }

  static byte[] payload(Map<String, byte[]> writes) {
    byte[] out = new byte[200_000];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(out, 0, out.length);
    for (Map.Entry<String, byte[]> write : writes.entrySet()) {
      byte[] key = bytes(write.getKey());
      byte[] value = write.getValue();
      if (value == null) {
        writer.delete(key, 0, key.length);
      } else {
        writer.put(key, 0, key.length, value, 0, value.length);
      }
    }
    return Arrays.copyOf(out, writer.length());
  }

  /** As a state machine is shown it, at odd offsets. */
  Applied applied() {
    byte[] hashes = new byte[3 + Hash.BYTES * condition.size()];
    for (int i = 0; i < condition.size(); i++) {
      condition.get(i).write(hashes, 3 + Hash.BYTES * i);
    }
    byte[] padded = new byte[op.length + 10];
    System.arraycopy(op, 0, padded, 5, op.length);
    return new Applied()
        .wrap(hash, timestamp, author)
        .condition(hashes, 3, condition.size())
        .op(padded, 5, op.length);
  }

  static Map<String, byte[]> map(String key, byte[] value) {
    Map<String, byte[]> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  static AuthorId author(String name) {
    return AuthorId.of(hash(name).toBytes(), 0);
  }

  static Hash hash(String text) {
    byte[] bytes = bytes(text);
    byte[] out = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, 0, bytes.length, out, 0);
    return Hash.of(out, 0);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
