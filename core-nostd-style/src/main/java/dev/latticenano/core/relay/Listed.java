package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a relay says in {@code listed} to a member of a store about its chunks. Source:
 * docs/protocol.md §14.
 *
 * @param sequence of the newest list of the member there; 0: none
 * @param wanted true if another one would let something go
 * @param verdict what kept the member's last list from being taken; OK if nothing did
 * @param load the chunks there, of which how many are awaited is not told
 */
public record Listed(long sequence, boolean wanted, Verdict verdict, ChunkLoad load) {
  /** What need not be told. */
  static final Listed NOTHING =
      new Listed(0, false, Verdict.OK, new ChunkLoad(0, 0, 0, 0, List.of()));

  private static final int HOLDER_BYTES = AuthorId.BYTES + Long.BYTES;

  /** Writes the message about the session that the sender calls {@code place}; its bytes. */
  int write(FrameWriter writer, byte[] out, int offset, int place) {
    writer.start(out, offset, Message.LISTED).number(1, place).number(2, sequence);
    writer.number(3, wanted ? 1 : 0).number(4, verdict.code());
    writer.number(5, load.chunks()).number(6, load.bytes()).number(7, load.spareBytes());
    byte[] holder = new byte[HOLDER_BYTES];
    for (ChunkLoad.Holder each : load.heldBack()) {
      each.member().write(holder, 0);
      BigEndian.putLong(holder, AuthorId.BYTES, each.bytes());
      writer.bytes(8, holder, 0, holder.length);
    }
    return writer.finish();
  }

  /** What the body of a message says; null if it is malformed. */
  public static Listed read(byte[] bytes, int offset, int length) {
    long[] numbers = new long[8];
    List<ChunkLoad.Holder> holders = new ArrayList<>();
    boolean whole = true;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      if (fields.fieldNumber() == 8) {
        whole &= fields.dataLength() == HOLDER_BYTES && holders.size() < ChunkLoad.HOLDERS_MAX;
        if (whole) {
          long held = BigEndian.longAt(bytes, at + AuthorId.BYTES);
          whole = held >= 0;
          holders.add(new ChunkLoad.Holder(AuthorId.of(bytes, at), held));
        }
      } else if (fields.fieldNumber() < numbers.length) {
        numbers[fields.fieldNumber()] = fields.value();
      }
    }
    boolean small = (numbers[1] | numbers[4] | numbers[5]) >>> 31 == 0 && numbers[3] >>> 1 == 0;
    if (fields.malformed() || !whole || !small || (numbers[2] | numbers[6] | numbers[7]) < 0) {
      return null;
    }
    Verdict verdict = numbers[4] == 0 ? Verdict.OK : Verdict.ofCode((int) numbers[4]);
    ChunkLoad load = new ChunkLoad((int) numbers[5], numbers[6], 0, numbers[7], holders);
    return new Listed(numbers[2], numbers[3] == 1, verdict, load);
  }
}
