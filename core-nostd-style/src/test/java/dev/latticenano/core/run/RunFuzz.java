package dev.latticenano.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compact runs of any bytes: as they are; a sound one changed; and parts of a sound one in any
 * order, with keys, hashes, prefixes and signatures that somebody really has. What is rebuilt has
 * the form of a signed intention, and nothing whose signature is right was not signed.
 */
public final class RunFuzz {
  private static final int SIGNED = 6;
  private static final Blake3 BLAKE3 = Blake3.plain();
  private static final Ed25519Verifier VERIFIER = new Ed25519Verifier();

  // What somebody signed, made once.
  private static final Set<String> SOUND = new HashSet<>();
  private static final List<byte[]> PARTS = new ArrayList<>();
  private static final HeldIntentions HELD = new HeldIntentions();
  private static final byte[] RUN = sound();

  private RunFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    switch (script.choose(3)) {
      case 0 -> read(script.rest());
      case 1 -> read(changed(script));
      default -> read(made(script));
    }
  }

  private static byte[] sound() {
    RunWriter writer = new RunWriter(RandomIntentions.STORE);
    byte[] out = new byte[8192];
    byte[] hash = new byte[Hash.BYTES];
    byte[][] tips = new byte[2][Hash.BYTES];
    writer.begin(out, 0, out.length, false);
    int from = 0;
    for (int i = 0; i < SIGNED; i++) {
      byte[] seed = new byte[32];
      Arrays.fill(seed, (byte) (i % 2 + 1));
      Ed25519Signer signer = new Ed25519Signer(seed, 0);
      IntentionWriter intention = new IntentionWriter().clear().store(RandomIntentions.STORE);
      intention.timestamp(1000 + 7 * i, i % 3).storePrev(tips[i % 2], 0);
      intention.ops(new byte[] {1, 2, (byte) i}, 0, 3);
      if (i > 1) {
        intention.addCondition(tips[1 - i % 2], 0);
      }
      byte[] signed = new byte[1024];
      int length =
          IntentionProof.sign(intention, signer, BLAKE3, signed, 0, signed.length, hash, 0);
      tips[i % 2] = hash.clone();
      SOUND.add(Arrays.toString(Arrays.copyOf(signed, length)));
      byte[] author = new byte[AuthorId.BYTES];
      signer.publicKey(author, 0);
      if (i < 2) {
        HELD.add(Hash.of(hash, 0), author);
      } else {
        assertTrue(writer.add(signed, 0, length));
        PARTS.add(Arrays.copyOfRange(out, from, writer.length()));
        from = writer.length();
      }
      PARTS.add(author);
      PARTS.add(hash.clone());
      PARTS.add(Arrays.copyOf(hash, RunContext.PREFIX_BYTES));
      PARTS.add(Arrays.copyOfRange(signed, length - 64, length));
    }
    return Arrays.copyOf(out, writer.length());
  }

  private static byte[] changed(Script script) {
    byte[] run = RUN.clone();
    int changes = script.choose(4);
    for (int i = 0; i < changes; i++) {
      run[script.number() % run.length] ^= (byte) script.choose(256);
    }
    return script.choose(4) > 0 ? run : Arrays.copyOf(run, script.number() % run.length);
  }

  private static byte[] made(Script script) {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    byte[] number = new byte[Varint.BYTES_MAX];
    while (script.more()) {
      switch (script.choose(4)) {
        case 0 -> run.writeBytes(script.take(1 + script.choose(8)));
        case 1 -> run.write(number, 0, Varint.write(number, 0, script.number()));
        default -> run.writeBytes(PARTS.get(script.choose(PARTS.size())));
      }
    }
    return run.toByteArray();
  }

  private static void read(byte[] run) throws StoreException {
    int[] lookups = new int[1];
    RunContext context =
        (prefix, offset, hash, author) -> {
          lookups[0]++;
          return HELD.find(prefix, offset, hash, author);
        };
    RunReader reader = new RunReader(RandomIntentions.STORE, context).wrap(run, 0, run.length);
    SignedIntentionView view = new SignedIntentionView();
    long rebuilt = 0;
    while (reader.next()) {
      int end = reader.offset() + reader.length();
      assertTrue(reader.offset() >= 0 && end <= reader.bytes().length, reader::toString);
      rebuilt += reader.length();
      Verdict form = view.wrap(reader.bytes(), reader.offset(), reader.length()).check();
      if (reader.bytes() != run) {
        assertEquals(Verdict.OK, form);
      }
      if (form == Verdict.OK && isSigned(view)) {
        byte[] intention = Arrays.copyOfRange(reader.bytes(), reader.offset(), end);
        assertTrue(SOUND.contains(Arrays.toString(intention)), "nobody signed it");
      }
    }
    assertTrue(rebuilt <= Limits.RUN_BYTES_MAX && reader.count() <= Limits.RUN_INTENTIONS_MAX);
    assertTrue(lookups[0] <= Math.min(Limits.RUN_LOOKUPS_MAX, run.length / 8), "too much work");
  }

  private static boolean isSigned(SignedIntentionView view) {
    return IntentionProof.verify(view, BLAKE3, VERIFIER, new byte[Hash.BYTES], 0) == Verdict.OK;
  }
}
