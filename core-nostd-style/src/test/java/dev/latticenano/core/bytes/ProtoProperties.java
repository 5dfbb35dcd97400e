package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares {@link Cursor} and {@link ProtoWriter} with the protobuf library. */
final class ProtoProperties {
  private static final int RUNS = 20_000;

  @Test
  void writesWhatTheLibraryWrites() {
    Seeds.run(
        ProtoProperties.class,
        random -> {
          byte[] ours = new byte[2000];
          byte[] theirs = new byte[2000];
          for (int run = 0; run < 2000; run++) {
            long seed = random.nextLong();
            ProtoWriter writer = new ProtoWriter().wrap(ours, 0, ours.length);
            write(new Random(seed), writer);
            int length = write(new Random(seed), theirs);
            assertEquals(length, writer.finish());
            assertEquals(Hex.encode(theirs, 0, length), Hex.encode(ours, 0, length));
          }
        });
  }

  private static void write(Random random, ProtoWriter out) {
    for (int i = random.nextInt(8); i >= 0; i--) {
      int field = 1 + random.nextInt(1 << (1 + random.nextInt(28)));
      switch (random.nextInt(3)) {
        case 0 -> out.varint(field, random.nextLong() >>> random.nextInt(64));
        case 1 -> out.fixed64(field, random.nextLong());
        default -> out.bytes(field, content(random), 0, random.nextInt(200));
      }
    }
  }

  private static int write(Random random, byte[] bytes) {
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (int i = random.nextInt(8); i >= 0; i--) {
        int field = 1 + random.nextInt(1 << (1 + random.nextInt(28)));
        switch (random.nextInt(3)) {
          case 0 -> out.writeUInt64(field, random.nextLong() >>> random.nextInt(64));
          case 1 -> out.writeFixed64(field, random.nextLong());
          default ->
              out.writeBytes(field, ByteString.copyFrom(content(random), 0, random.nextInt(200)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getTotalBytesWritten();
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[200];
    random.nextBytes(content);
    return content;
  }

  /** The library also reads groups, which Lattice never uses: any group tag is refused here. */
  @Test
  void acceptsWhatTheLibraryAcceptsExceptGroups() {
    Seeds.run(
        ProtoProperties.class,
        random -> {
          Cursor cursor = new Cursor();
          int accepted = 0;
          for (int run = 0; run < RUNS; run++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            int continued = 0;
            for (int i = 0; i < bytes.length; i++) {
              // A tag beyond 32 bits is refused here and by prost; the library cuts it to 32 bits.
              bytes[i] &= continued < 3 && random.nextInt(4) == 0 ? (byte) 0xFF : 0x1F;
              continued = bytes[i] < 0 ? continued + 1 : 0;
            }
            cursor.wrap(bytes, 0, bytes.length);
            int fields = 0;
            while (cursor.nextField()) {
              assertTrue(cursor.dataLength() >= 0 && cursor.dataLength() <= bytes.length);
              fields++;
            }
            assertEquals(theirFields(bytes), cursor.malformed() ? -1 : fields, Hex.encode(bytes));
            accepted += cursor.malformed() ? 0 : 1;
          }
          assertTrue(accepted > RUNS / 100 && accepted < RUNS, "accepted " + accepted);
        });
  }

  /** How many fields the library finds, groups apart; −1 if it refuses or there is a group. */
  private static int theirFields(byte[] bytes) {
    try {
      UnknownFieldSet set = UnknownFieldSet.parseFrom(bytes);
      int fields = 0;
      for (UnknownFieldSet.Field field : set.asMap().values()) {
        if (!field.getGroupList().isEmpty()) {
          return -1;
        }
        fields += field.getVarintList().size() + field.getFixed32List().size();
        fields += field.getFixed64List().size() + field.getLengthDelimitedList().size();
      }
      return fields;
    } catch (InvalidProtocolBufferException e) {
      return -1;
    }
  }

  @Test
  void walkingAndWritingAllocateNothing() {
    byte[] bytes = new byte[200];
    ProtoWriter writer = new ProtoWriter();
    Cursor cursor = new Cursor();
    long perRun =
        Allocation.bytesPerRun(
            100_000,
            () -> {
              writer.wrap(bytes, 0, 100).varint(1, 77).bytes(2, bytes, 120, 64);
              int mark = writer.open(3);
              writer.fixed64(1, 5).close(mark);
              cursor.wrap(bytes, 0, writer.finish());
              while (cursor.nextField()) {
                assertFalse(cursor.malformed());
              }
            });
    assertEquals(0, perRun);
  }
}
