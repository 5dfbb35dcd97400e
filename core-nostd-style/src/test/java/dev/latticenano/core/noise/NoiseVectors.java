package dev.latticenano.core.noise;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/noise-*.txt: one file, one frame for an end whose keys and random bytes are
 * given. Run {@code main} after a change of rules; {@code NoiseVectorsTest} compares what is
 * committed.
 */
final class NoiseVectors {
  private static final long NOW = 1_763_000_000_000L;
  private static final byte[] WORD = Hex.decode("b206020801");

  private final Map<String, String> files = new TreeMap<>();

  private NoiseVectors() {}

  /** An end as a vector says it, and the other that the vector is made with. */
  private static final class Scene {
    private final boolean opens;
    private final boolean remembers;
    private final NoiseLink end;
    private final NoiseLink other;
    private final List<byte[]> before = new ArrayList<>();

    private Scene(boolean opens, boolean remembers) {
      this.opens = opens;
      this.remembers = remembers;
      end = end(opens, remembers);
      byte[] known = remembers && !opens ? Ends.publicKey(Ends.key(1)) : null;
      other = Ends.link(2, !opens, known, Ends.counting(0x61));
    }

    /** Handshakes until nothing is left to say; the end's side of it goes before the input. */
    private Scene shake() {
      for (int turn = 0; turn < 3; turn++) {
        Ends.said(other, NOW).forEach(this::before);
        Ends.said(end, NOW).forEach(frame -> Ends.hear(other, frame, NOW));
      }
      return this;
    }

    private void before(byte[] frame) {
      before.add(frame);
      if (Ends.hear(end, frame, NOW) != Verdict.OK) {
        throw new AssertionError("what goes before is not good");
      }
    }
  }

  /** The end of a vector: keys of number 1, random bytes 31, 31, …, then 32, … */
  private static NoiseLink end(boolean opens, boolean remembers) {
    byte[] known = remembers && opens ? Ends.publicKey(Ends.key(2)) : null;
    return Ends.link(1, opens, known, Ends.counting(0x31));
  }

  /** Shows a vector's frames to its end; fills in what it then says and has opened. */
  static Verdict read(
      boolean opens, boolean remembers, List<byte[]> before, byte[] in, Map<String, String> out) {
    NoiseLink end = end(opens, remembers);
    Ends.said(end, NOW);
    for (byte[] frame : before) {
      Ends.hear(end, frame, NOW);
      Ends.said(end, NOW);
    }
    byte[] bytes = in.clone();
    Verdict verdict = end.receive(bytes, 0, bytes.length, NOW);
    StringJoiner says = new StringJoiner(" ");
    Ends.said(end, NOW).forEach(frame -> says.add(Hex.encode(frame)));
    out.put("says", says.toString());
    out.put("opened", Hex.encode(bytes, opened(end), end.openedLength()));
    out.put("binding", end.isOpen() ? Hex.encode(end.binding()) : "");
    return verdict;
  }

  private static int opened(NoiseLink end) {
    return end.openedLength() == 0 ? 0 : end.openedOffset();
  }

  static Map<String, String> files() {
    NoiseVectors vectors = new NoiseVectors();
    vectors.strangers();
    vectors.acquaintances();
    vectors.sealed();
    vectors.unsound();
    return vectors.files;
  }

  private void strangers() {
    Scene answerer = new Scene(false, false);
    byte[] begin = Ends.said(answerer.other, NOW).get(0);
    add("begin", answerer, Verdict.OK, begin, "a stranger calls");
    byte[] longer = Arrays.copyOf(begin, begin.length + 1);
    add("begin-long", answerer, Verdict.NOISE_LENGTH, longer, "a byte behind the ephemeral key");
    answerer.before(begin);
    Ends.hear(answerer.other, Ends.said(answerer.end, NOW).get(0), NOW);
    byte[] prove = Ends.said(answerer.other, NOW).get(0);
    add("prove", answerer, Verdict.OK, prove, "the stranger proves who it is");
    byte[] changed = prove.clone();
    changed[100] ^= 1;
    add("prove-changed", answerer, Verdict.NOISE_UNPROVEN, changed, "a bit of it");

    Scene caller = new Scene(true, false);
    byte[] own = Ends.said(caller.end, NOW).get(0);
    add("own-begin", caller, Verdict.NOISE_REFLECTED, own, "what the end itself said");
    Ends.hear(caller.other, own, NOW);
    byte[] answer = Ends.said(caller.other, NOW).get(0);
    add("answer", caller, Verdict.OK, answer, "the answer to the end's begin; it proves itself");
    byte[] cut = Arrays.copyOf(answer, answer.length - 1);
    add("answer-cut", caller, Verdict.NOISE_LENGTH, cut, "without its last byte");
  }

  private void acquaintances() {
    Scene answerer = new Scene(false, true);
    byte[] resume = Ends.said(answerer.other, NOW).get(0);
    add("resume", answerer, Verdict.OK, resume, "somebody met before calls");
    byte[] changed = resume.clone();
    changed[150] ^= 1;
    add("resume-unread", answerer, Verdict.OK, changed, "a bit of it: forgotten");
    Scene caller = new Scene(true, true);
    byte[] own = Ends.said(caller.end, NOW).get(0);
    Ends.hear(caller.other, own, NOW);
    byte[] resumed = Ends.said(caller.other, NOW).get(0);
    add("resumed", caller, Verdict.OK, resumed, "the answer of somebody met before");
    byte[] forgotten = new byte[17];
    forgotten[0] = Exchange.FORGOTTEN;
    System.arraycopy(own, 1, forgotten, 1, 16);
    add("forgotten", caller, Verdict.OK, forgotten, "the other end has a new key: begin");
  }

  private void sealed() {
    Scene scene = new Scene(false, false).shake();
    byte[] sealed = Ends.seal(scene.other, WORD, NOW);
    add("sealed", scene, Verdict.OK, sealed, "the first sealed frame");
    byte[] tag = sealed.clone();
    tag[tag.length - 1] ^= 1;
    add("sealed-tag", scene, Verdict.NOISE_SEAL_WRONG, tag, "a bit of its tag");
    byte[] overlong = new byte[sealed.length + 1];
    System.arraycopy(sealed, 1, overlong, 2, sealed.length - 1);
    overlong[0] = Sealing.KIND;
    overlong[1] = (byte) 0x80;
    add("sealed-counter", scene, Verdict.NOISE_COUNTER_WRONG, overlong, "counter 0 in two bytes");
    scene.before(sealed);
    add("sealed-again", scene, Verdict.NOISE_REPEATED, sealed, "the same frame again");
    byte[] later = Ends.seal(scene.other, WORD, NOW + Limits.NOISE_GENERATION_MS);
    add("sealed-generation", scene, Verdict.OK, later, "under the key of generation 1");
    Scene early = new Scene(false, false);
    add("sealed-early", early, Verdict.NOISE_EARLY, sealed, "before there are keys");
  }

  private void unsound() {
    Scene scene = new Scene(false, false);
    add("kind", scene, Verdict.NOISE_KIND_UNKNOWN, new byte[] {8, 0}, "no frame begins with 8");
    add("empty", scene, Verdict.NOISE_KIND_UNKNOWN, new byte[0], "a frame without a byte");
    for (int i = 0; i < Limits.NOISE_BURST; i++) {
      NoiseLink caller = Ends.link(2, true, null, Ends.counting(0x70 + i));
      scene.before(Ends.said(caller, NOW).get(0));
    }
    byte[] ninth = Ends.said(scene.other, NOW).get(0);
    add("flood", scene, Verdict.NOISE_FLOOD, ninth, "one more begin than are answered at once");

    TransportKey stolen = Ends.key(3);
    stolen.voucher()[50] ^= 1;
    Scene unvouched = new Scene(false, false);
    NoiseLink thief = Ends.link(stolen, true, null, Ends.counting(0x61));
    unvouched.before(Ends.said(thief, NOW).get(0));
    Ends.hear(thief, Ends.said(unvouched.end, NOW).get(0), NOW);
    byte[] prove = Ends.said(thief, NOW).get(0);
    add("unvouched", unvouched, Verdict.VOUCHER_WRONG, prove, "no author signed the key");
  }

  private void add(String name, Scene scene, Verdict verdict, byte[] input, String comment) {
    Map<String, String> vector = new LinkedHashMap<>();
    String rule = verdict == Verdict.OK ? "handshake" : verdict.rule();
    vector.put(
        "rule",
        "noise.md#" + (name.startsWith("sealed") && verdict == Verdict.OK ? "sealed" : rule));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "noise");
    vector.put("opens", scene.opens ? "yes" : "no");
    vector.put("remembers", scene.remembers ? "yes" : "no");
    StringJoiner before = new StringJoiner(" ");
    scene.before.forEach(frame -> before.add(Hex.encode(frame)));
    vector.put("before", before.toString());
    vector.put("input", Hex.encode(input));
    Verdict found = read(scene.opens, scene.remembers, scene.before, input, vector);
    if (found != verdict) {
      throw new AssertionError(name + " is " + found + ", not " + verdict);
    }
    VectorFolder.add(files, "noise-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
