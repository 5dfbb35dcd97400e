package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeIdentity.Board;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A firmware image as a boot drive takes it: blocks of 512 bytes, each with 256 bytes for one page
 * of flash. Read whole and checked before anything is written anywhere.
 *
 * <pre>
 * 0: 0A324655  9E5D5157  flags  address  256  number  count  family | 256 bytes | zeros | 508: 0AB16F30
 * </pre>
 *
 * <p>Source: the UF2 format of Microsoft; which family a board takes and that it takes only pages
 * of 256 bytes: the data sheets of RP2040 and RP2350. What it is an image of: docs/bridge.md,
 * bridge-28.
 */
public final class Uf2 {
  static final int BLOCK_BYTES = 512;
  static final int PAGE_BYTES = 256;

  /** Flash that a board can have, 16 MiB, as blocks. */
  static final int BLOCKS_MAX = 65_536;

  static final int FAMILY_RP2040 = 0xe48bff56;
  static final int FAMILY_RP2350 = 0xe48bff59;

  /** A page that precedes an image for the first RP2350s and belongs to no family. */
  static final int FAMILY_ABSOLUTE = 0xe48bff57;

  private static final int MAGIC_FIRST = 0x0a324655;
  private static final int MAGIC_SECOND = 0x9e5d5157;
  private static final int MAGIC_LAST = 0x0ab16f30;
  private static final int FLAG_FAMILY = 0x2000;
  private static final int FLAG_NOT_FLASH = 1;
  private static final int DATA_AT = 32;
  private static final int FLASH_FROM = 0x10000000;
  private static final int FLASH_TO = 0x11000000;
  private static final byte[] NAME = "LNBRIDGE".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int family;
  private final Board board;
  private final String firmware;

  private Uf2(byte[] bytes, int family, Board board, String firmware) {
    this.bytes = bytes;
    this.family = family;
    this.board = board;
    this.firmware = firmware;
  }

  /** Reads a file; a failure says what is wrong with it. */
  public static Uf2 read(Path file) throws Failure {
    try {
      long size = Files.size(file);
      if (size == 0 || size % BLOCK_BYTES != 0 || size / BLOCK_BYTES > BLOCKS_MAX) {
        throw bad(file, size + " bytes are no whole number of blocks of a UF2 file");
      }
      return of(file, Files.readAllBytes(file));
    } catch (IOException e) {
      boolean missing = !Files.exists(file);
      throw new Failure(
          missing ? Failure.NOT_FOUND : Failure.BAD_INPUT,
          "cannot read " + file + ": " + (missing ? "there is no such file" : Reason.of(e)),
          e);
    }
  }

  private static Failure bad(Path file, String why) {
    return new Failure(Failure.BAD_INPUT, file + " is not a bridge's firmware: " + why);
  }

  private static Uf2 of(Path file, byte[] bytes) throws Failure {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, byte[]> pages = new TreeMap<>();
    BitSet seen = new BitSet();
    int family = 0;
    int count = 0;
    for (int at = 0; at < bytes.length; at += BLOCK_BYTES) {
      check(file, in, at);
      int each = in.getInt(at + 28);
      if (each == FAMILY_ABSOLUTE) {
        continue;
      }
      if (family != 0 && (each != family || in.getInt(at + 24) != count)) {
        throw bad(file, "block " + at / BLOCK_BYTES + " belongs to another image than the first");
      }
      family = each;
      count = in.getInt(at + 24);
      int number = in.getInt(at + 20);
      boolean fresh = number >= 0 && number < count && !seen.get(number);
      byte[] page = new byte[PAGE_BYTES];
      in.get(at + DATA_AT, page);
      if (!fresh || pages.put(in.getInt(at + 12), page) != null) {
        throw bad(file, "block " + at / BLOCK_BYTES + " stands in it twice");
      }
      seen.set(number);
    }
    if (family != FAMILY_RP2040 && family != FAMILY_RP2350) {
      throw bad(file, "it is for chips of the family " + String.format("%08x", family));
    }
    if (seen.cardinality() != count) {
      throw bad(file, "it has " + seen.cardinality() + " of " + count + " blocks");
    }
    return named(file, bytes, family, pages);
  }

  private static void check(Path file, ByteBuffer in, int at) throws Failure {
    int flags = in.getInt(at + 8);
    int address = in.getInt(at + 12);
    boolean sound =
        in.getInt(at) == MAGIC_FIRST
            && in.getInt(at + 4) == MAGIC_SECOND
            && in.getInt(at + BLOCK_BYTES - 4) == MAGIC_LAST;
    if (!sound) {
      throw bad(file, "block " + at / BLOCK_BYTES + " has not the marks of a UF2 block");
    }
    boolean page = in.getInt(at + 16) == PAGE_BYTES && address % PAGE_BYTES == 0;
    boolean inFlash = address >= FLASH_FROM && address < FLASH_TO;
    if ((flags & FLAG_FAMILY) == 0 || (flags & FLAG_NOT_FLASH) != 0 || !page || !inFlash) {
      throw bad(
          file,
          "block " + at / BLOCK_BYTES + " is no page of flash, which a board would pass over");
    }
  }

  /** What the image says of itself, somewhere in its pages in order of address. */
  private static Uf2 named(Path file, byte[] bytes, int family, Map<Integer, byte[]> pages)
      throws Failure {
    ByteBuffer flash = ByteBuffer.allocate(pages.size() * PAGE_BYTES);
    pages.values().forEach(flash::put);
    byte[] image = flash.array();
    for (int at = 0; at + NAME.length + 8 <= image.length; at++) {
      if (java.util.Arrays.equals(image, at, at + NAME.length, NAME, 0, NAME.length)) {
        // Board, version and build as the identity has them, from its second byte on.
        byte[] identity = new byte[BridgeIdentity.BYTES];
        System.arraycopy(image, at + NAME.length, identity, 1, 4);
        System.arraycopy(image, at + NAME.length + 4, identity, 8, 4);
        BridgeIdentity who = BridgeIdentity.of(identity);
        return new Uf2(bytes, family, who.board(), who.firmware());
      }
    }
    throw bad(file, "no name of a bridge's firmware stands in it");
  }

  /** True if it is an image for that very board. */
  public boolean fits(Board wanted) {
    return board == wanted && family == family(wanted);
  }

  private static int family(Board board) {
    return switch (board) {
      case PICO -> FAMILY_RP2040;
      case PICO2, PICO2_W -> FAMILY_RP2350;
      case HOST, QEMU, UNKNOWN -> 0;
    };
  }

  /** What a boot drive of its chip calls the chip in its {@code INFO_UF2.TXT}. */
  public String chip() {
    return family == FAMILY_RP2040 ? "RPI-RP2" : "RP2350";
  }

  public Board board() {
    return board;
  }

  /** Version and build, as {@link BridgeIdentity#firmware} says them once it runs. */
  public String firmware() {
    return firmware;
  }

  /** The whole file, lent. */
  byte[] bytes() {
    return bytes;
  }
}
