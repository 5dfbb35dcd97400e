package dev.latticenano.core.intention;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encoded SystemOps, one factory for each kind of {@link SystemOpView}; the bytes go to {@link
 * UniversalOpWriter#system}. Cold: each returns a new array. Statuses are the numbers listed with
 * the kinds.
 */
public final class SystemOpWriter {
  private static final byte[] EMPTY = {};

  private SystemOpWriter() {}

  /** A child store begins. */
  public static byte[] addChild(StoreId child, String alias, String storeType) {
    byte[] set = join(id(1, child.toBytes()), text(2, alias), text(3, storeType));
    return message(1, message(1, set));
  }

  /** A child store ends. */
  public static byte[] removeChild(StoreId child) {
    return message(1, message(2, id(1, child.toBytes())));
  }

  /** A child is 1 active or 2 archived. */
  public static byte[] childStatus(StoreId child, int status) {
    return message(1, message(3, join(id(1, child.toBytes()), number(2, status))));
  }

  /** A peer is 1 invited, 2 active, 3 dormant or 4 revoked. */
  public static byte[] peerStatus(AuthorId peer, int status) {
    return peer(peer, 3, number(1, status));
  }

  /** When a peer came, Unix ms. */
  public static byte[] peerAddedAt(AuthorId peer, long atMs) {
    return peer(peer, 4, number(1, atMs));
  }

  /** Who brought a peer. */
  public static byte[] peerAddedBy(AuthorId peer, AuthorId by) {
    return peer(peer, 5, id(1, by.toBytes()));
  }

  /** What a peer is called. */
  public static byte[] peerName(AuthorId peer, String name) {
    return peer(peer, 6, text(1, name));
  }

  /** A peer is 1 owner, 2 voter, 3 carrier or 4 reader. */
  public static byte[] peerRole(AuthorId peer, int role) {
    return peer(peer, MessageSlot.OURS, number(1, role));
  }

  /** The store keeps its own peers. */
  public static byte[] strategyIndependent() {
    return message(3, message(1, message(1, number(1, 1))));
  }

  /** The store has its parent's peers. */
  public static byte[] strategyInherited() {
    return message(3, message(1, message(1, number(2, 1))));
  }

  /** The store has the peers that {@code of} had. */
  public static byte[] strategySnapshot(StoreId of) {
    return message(3, message(1, message(1, id(3, of.toBytes()))));
  }

  /** What the store is called. */
  public static byte[] storeName(String name) {
    return message(4, message(1, text(1, name)));
  }

  /** An invite, named by the BLAKE3 of its secret, is 1 valid, 2 revoked or 3 claimed. */
  public static byte[] inviteStatus(Hash token, int status) {
    return invite(token, 2, number(1, status));
  }

  /** Who made an invite. */
  public static byte[] inviteInvitedBy(Hash token, AuthorId by) {
    return invite(token, 3, id(1, by.toBytes()));
  }

  /** Who used an invite. */
  public static byte[] inviteClaimedBy(Hash token, AuthorId by) {
    return invite(token, 4, id(1, by.toBytes()));
  }

  /**
   * What an invite is good for.
   *
   * @param expiresMs Unix ms after which nobody accepts it; 0: never
   * @param uses how often it may be used; 0: any number of times
   * @param role what whoever uses it becomes
   * @param key 32 bytes that vouch for whoever knows the invite's secret
   */
  public static byte[] inviteTerms(Hash token, long expiresMs, int uses, int role, AuthorId key) {
    byte[] terms =
        join(
            number(1, expiresMs),
            number(2, Integer.toUnsignedLong(uses)),
            number(3, role),
            id(4, key.toBytes()));
    return invite(token, MessageSlot.OURS, terms);
  }

  /** Several SystemOps that apply together, in this order. */
  public static byte[] batch(List<byte[]> systemOps) {
    byte[][] parts = new byte[systemOps.size()][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = message(1, systemOps.get(i));
    }
    return message(6, join(parts));
  }

  private static byte[] peer(AuthorId peer, int tag, byte[] set) {
    return message(2, join(id(1, peer.toBytes()), message(tag, set)));
  }

  private static byte[] invite(Hash token, int tag, byte[] set) {
    return message(5, join(id(1, token.toBytes()), message(tag, set)));
  }

  private static byte[] id(int tag, byte[] bytes) {
    return message(tag, bytes);
  }

  private static byte[] text(int tag, String text) {
    return text.isEmpty() ? EMPTY : message(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] number(int tag, long value) {
    if (value == 0) {
      return EMPTY;
    }
    byte[] out = new byte[ProtoOut.varintFieldBytes(tag, value)];
    ProtoOut.putVarintField(out, 0, tag, value);
    return out;
  }

  private static byte[] message(int tag, byte[] content) {
    byte[] out = new byte[ProtoOut.fieldBytes(tag, content.length)];
    ProtoOut.putBytes(out, 0, tag, content, 0, content.length);
    return out;
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] out = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }
}
