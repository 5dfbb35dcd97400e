package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a file lies in a files store: UTF-8 parts joined by {@code /}, relative to the folder and
 * unable to leave it, here and on hosts with other separators. Immutable; order is byte order. The
 * rules are {@code file-1} to {@code file-9} of docs/files.md, tried in that order.
 */
public final class FilePath implements Comparable<FilePath> {
  /** Bytes of a whole path. */
  public static final int BYTES_MAX = 4096;

  /** Bytes of one part. */
  public static final int PART_BYTES_MAX = 255;

  private final byte[] bytes;

  private FilePath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether the bytes are a path: {@code OK} or the first rule they break. */
  public static Verdict check(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return Verdict.PATH_EMPTY;
    }
    if (length > BYTES_MAX) {
      return Verdict.PATH_TOO_LONG;
    }
    if (!utf8(bytes, offset, length)) {
      return Verdict.PATH_NOT_UTF8;
    }
    if (absolute(bytes, offset, length)) {
      return Verdict.PATH_ABSOLUTE;
    }
    Verdict verdict = Verdict.OK;
    int start = offset;
    for (int i = offset; i <= offset + length; i++) {
      if (i == offset + length || bytes[i] == '/') {
        verdict = first(verdict, checkPart(bytes, start, i - start));
        start = i + 1;
      }
    }
    return first(verdict, checkCharacters(bytes, offset, length));
  }

  /** Whether text is a path; a surrogate that stands alone is not UTF-8. */
  public static Verdict check(String text) {
    byte[] bytes = encode(text);
    return bytes == null ? Verdict.PATH_NOT_UTF8 : check(bytes, 0, bytes.length);
  }

  /**
   * The path of bytes that {@link #check(byte[], int, int)} accepts; copies them.
   *
   * @throws IllegalArgumentException it does not
   */
  public static FilePath of(byte[] bytes) {
    Verdict verdict = check(bytes, 0, bytes.length);
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException("not a path: " + verdict);
    }
    return new FilePath(bytes.clone());
  }

  /**
   * The path of text that {@link #check(String)} accepts.
   *
   * @throws IllegalArgumentException it does not
   */
  public static FilePath of(String text) {
    Verdict verdict = check(text);
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException("not a path: " + verdict);
    }
    return new FilePath(encode(text));
  }

  /** A path known to keep the rules, or a derived one that may be longer; keeps the array. */
  static FilePath sharing(byte[] bytes) {
    return new FilePath(bytes);
  }

  /** A copy of the bytes: the key in the store. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves, to read only. */
  byte[] array() {
    return bytes;
  }

  /** The last part. */
  public String name() {
    return new String(nameBytes(), StandardCharsets.UTF_8);
  }

  /** The bytes of the last part. */
  byte[] nameBytes() {
    return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
  }

  /** The directory it lies in; null at the top. */
  public FilePath parent() {
    int slash = lastSlash();
    return slash < 0 ? null : new FilePath(Arrays.copyOf(bytes, slash));
  }

  /** True if this lies in {@code directory}, at any depth. */
  public boolean beneath(FilePath directory) {
    int length = directory.bytes.length;
    return bytes.length > length
        && bytes[length] == '/'
        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length);
  }

  /** This path with {@code to} in place of {@code from}, beneath which it lies; may be too long. */
  FilePath moved(FilePath from, FilePath to) {
    int kept = bytes.length - from.bytes.length;
    byte[] out = Arrays.copyOf(to.bytes, to.bytes.length + kept);
    System.arraycopy(bytes, from.bytes.length, out, to.bytes.length, kept);
    return new FilePath(out);
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '/') {
      i--;
    }
    return i;
  }

  /** Of two verdicts the one whose rule comes first. */
  private static Verdict first(Verdict a, Verdict b) {
    if (a == Verdict.OK || b == Verdict.OK) {
      return a == Verdict.OK ? b : a;
    }
    return a.code() <= b.code() ? a : b;
  }

  /** A leading slash, or a drive: one ASCII letter and a colon. */
  private static boolean absolute(byte[] bytes, int offset, int length) {
    int letter = bytes[offset] | 0x20;
    return bytes[offset] == '/'
        || (length >= 2 && bytes[offset + 1] == ':' && letter >= 'a' && letter <= 'z');
  }

  private static Verdict checkPart(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return Verdict.PATH_PART_EMPTY;
    }
    if (bytes[offset] == '.' && (length == 1 || (length == 2 && bytes[offset + 1] == '.'))) {
      return Verdict.PATH_PART_DOTS;
    }
    return length > PART_BYTES_MAX ? Verdict.PATH_PART_TOO_LONG : Verdict.OK;
  }

  private static Verdict checkCharacters(byte[] bytes, int offset, int length) {
    Verdict verdict = Verdict.OK;
    for (int i = offset; i < offset + length; i++) {
      int b = bytes[i] & 0xFF;
      boolean c1 = b == 0xC2 && (bytes[i + 1] & 0xFF) < 0xA0;
      if (b < 0x20 || b == 0x7F || c1) {
        return Verdict.PATH_CONTROL_CHARACTER;
      }
      if (b == '\\') {
        verdict = Verdict.PATH_BACKSLASH;
      }
    }
    return verdict;
  }

  private static boolean utf8(byte[] bytes, int offset, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static byte[] encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(encoded.array(), encoded.limit());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public int compareTo(FilePath other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FilePath path && Arrays.equals(bytes, path.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The path as text. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
