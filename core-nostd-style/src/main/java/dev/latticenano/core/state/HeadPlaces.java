package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where rows of state and system name intentions: the heads of a key, one that has no room in its
 * key's row, an op of authority (docs/state.md §2, docs/members.md). Rows of other kinds name none.
 * Allocates nothing after construction.
 */
public final class HeadPlaces {
  private static final byte[] AUTHORITY = "authority/".getBytes(StandardCharsets.US_ASCII);
  private static final int PART_AT = AUTHORITY.length + Hash.BYTES;
  private static final int AUTHOR_AT = HeadRow.beforeHash() - AuthorId.BYTES;

  private final HeadRow heads = new HeadRow();

  /** Receives the places in one row. */
  public interface Visitor {
    /**
     * An intention that the row names.
     *
     * @param place where its 32-byte hash begins in key and value, one behind the other; rising
     * @param author the array that holds the 32 bytes of its author
     */
    void named(int place, byte[] author, int authorOffset) throws StoreException;
  }

  /** Shows {@code visitor} what a row names; true if anything. */
  public boolean each(
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      Visitor visitor)
      throws StoreException {
    switch (keyLength == 0 ? 0 : key[keyOffset]) {
      case RowKey.HEADS -> {
        heads.wrap(value, valueOffset, valueLength);
        while (heads.next()) {
          int place = keyLength + heads.hashAt() - valueOffset;
          visitor.named(place, value, heads.at() + AUTHOR_AT);
        }
        return true;
      }
      case RowKey.LATER_NAME -> {
        visitor.named(keyLength - Hash.BYTES, value, valueOffset + AUTHOR_AT);
        return true;
      }
      default -> {
        boolean authority = isAuthorityOp(key, keyOffset, keyLength);
        if (authority) {
          visitor.named(AUTHORITY.length, value, valueOffset);
        }
        return authority;
      }
    }
  }

  private static boolean isAuthorityOp(byte[] key, int offset, int length) {
    return length == PART_AT + 1
        && key[offset + PART_AT] == 0
        && Arrays.equals(key, offset, offset + AUTHORITY.length, AUTHORITY, 0, AUTHORITY.length);
  }
}
