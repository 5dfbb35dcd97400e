package dev.latticenano.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Random;

/**
 * Snapshots of any content in sound parts; whole ones with some bytes of content changed; and any
 * bytes as chunk tree. What is shown lies within the content, names stand on the frontier, and the
 * end is told once.
 */
public final class SnapshotFuzz implements SnapshotRows {
  private static final int WHOLE = 2;

  private final Sample sample = new Sample(2);
  private boolean begun;
  private int ends;

  private SnapshotFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    new SnapshotFuzz().run(script, script.choose(4));
  }

  private void run(Script script, int way) throws StoreException {
    byte[] content = way == WHOLE ? changed(script) : around(script);
    int levels = way == 3 ? script.choose(3) : 0;
    long size = content.length + PartCipher.TAG_BYTES;
    byte[] part = Arrays.copyOf(content, content.length + PartCipher.TAG_BYTES);
    if (way == 3) {
      size = (long) script.number() << script.choose(32);
    } else {
      sample.cipher().seal(0, true, part, 0, content.length);
    }
    byte[] name = new byte[Hash.BYTES];
    Blake3.plain().hash(part, 0, part.length, name, 0);
    sample.chunks.write(name, 0, part, 0, part.length);
    SnapshotReader reader =
        new SnapshotReader(Sample.STORE, sample.frontier, sample.cipher(), sample.held(), this);
    if (reader.wrap(name, 0, size, levels) != Verdict.OK) {
      return;
    }
    SnapshotReader.Step step = SnapshotReader.Step.MORE;
    for (int i = 0; i < 10_000 && step == SnapshotReader.Step.MORE; i++) {
      step = reader.step(1 + script.choose(256) * 16);
    }
    assertNotEquals(SnapshotReader.Step.MORE, step, "no end");
    assertEquals(step == SnapshotReader.Step.MISSING ? 0 : 1, ends);
    assertEquals(step == SnapshotReader.Step.REFUSED, reader.verdict() != Verdict.OK);
  }

  /** A sound beginning, and anything behind it, padded as it should be or not. */
  private byte[] around(Script script) {
    byte[] head = header();
    boolean same = script.choose(8) > 0;
    if (!same) {
      head[script.choose(head.length)] ^= (byte) script.choose(256);
    }
    byte[] rows = script.take(script.number());
    int used = Math.min(head.length + rows.length, PartSize.FULL_BYTES);
    byte[] content = Arrays.copyOf(head, script.choose(8) > 0 ? PartSize.padded(used) : used);
    System.arraycopy(rows, 0, content, head.length, used - head.length);
    return content;
  }

  private byte[] header() {
    try {
      byte[] whole = bytes(new Sample(2));
      int length = SnapshotRecord.HEADER_BYTES + sample.frontier.rows().length + Covered.length(2);
      return Arrays.copyOf(whole, length);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** The content of the one part of a sample. */
  private static byte[] bytes(Sample of) throws StoreException {
    SnapshotWriter writer = of.made(1 << 20);
    byte[] chunk = of.bytes(writer);
    int length = chunk.length - PartCipher.TAG_BYTES;
    assertTrue(of.cipher().open(0, true, chunk, 0, length));
    return Arrays.copyOf(chunk, length);
  }

  private byte[] changed(Script script) throws StoreException {
    int rows = script.choose(6);
    for (int i = 0; i < rows; i++) {
      byte[] key = script.take(script.choose(12));
      byte[] value = Sample.value(new Random(i), 2, script.choose(3), script.take(9));
      Sample.put(script.choose(4) == 0 ? sample.system : sample.state, key, value);
    }
    byte[] content = bytes(sample);
    int changes = 1 + script.choose(6);
    for (int i = 0; i < changes; i++) {
      content[script.number() % content.length] ^= (byte) script.choose(256);
    }
    return content;
  }

  @Override
  public void begin(Frontier frontier, Covered covered) {
    assertTrue(!begun && ends == 0);
    begun = true;
    covered.wallMs(1);
    covered.counter(1);
  }

  @Override
  public void row(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength) {
    assertTrue(begun && ends == 0);
    Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
    Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength);
    assertTrue(keyOffset + keyLength <= key.length && valueOffset + valueLength <= value.length);
  }

  @Override
  public void name(byte[] hash, int hashOffset, int author, int height) {
    assertTrue(hashOffset + Hash.BYTES <= hash.length);
    assertTrue(height >= 1 && height <= sample.frontier.height(author));
  }

  @Override
  public void end(Verdict verdict) {
    ends++;
  }
}
