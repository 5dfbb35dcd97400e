package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.RestatementWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/restated-*.txt: what nodes that hold everything say of restatements. Run
 * {@code main} after a change of rules; {@code RestatedVectorsTest} compares what is committed.
 */
final class RestatedVectors {
  private final Map<String, String> files = new TreeMap<>();

  private RestatedVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException, RefusedException {
    RestatedVectors vectors = new RestatedVectors();
    vectors.heads();
    vectors.replaced();
    vectors.marks();
    return vectors.files;
  }

  public static void main(String[] arguments) throws IOException, StoreException, RefusedException {
    VectorFolder.write(files());
  }

  /** What a node makes of a vector's intentions. */
  static Verdict read(Map<String, String> vector) throws StoreException {
    KvNode node = new KvNode(9);
    for (String hex : vector.get("before").split(" ")) {
      node.takeBytes(Hex.decode(hex));
    }
    node.settle();
    node.takeBytes(Hex.decode(vector.get("input")));
    node.settle();
    Dag dag = node.replica().dag();
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(dag.sequence() - 1, hash, 0);
    for (SetAside one : node.replica().projection().setAside()) {
      if (one.intention().equals(Hash.of(hash, 0))) {
        return one.verdict();
      }
    }
    return Verdict.OK;
  }

  /** Two nodes: the second has written key "a" twice, and the first key "b", which it replaced. */
  private static final class Scene {
    final KvNode ann = new KvNode(1);
    final KvNode bob = new KvNode(2);
    final Hash old;
    final Hash live;
    final Hash foreign;

    Scene() throws StoreException, RefusedException {
      ann.begin();
      ann.write("b", "of Ann");
      foreign = head(ann, "b").hash();
      bob.take(ann, 100);
      bob.write("a", "old");
      old = head(bob, "a").hash();
      bob.write("a", "live");
      live = head(bob, "a").hash();
      bob.write("b", "of Bob");
    }

    static Head head(KvNode node, String key) throws StoreException {
      return ((KvState) node.node.state(KvNode.STORE)).winner(bytes(key));
    }

    byte[] name(Head head) {
      byte[] name = new byte[Hash.BYTES + RestatementView.HLC_BYTES];
      head.hash().write(name, 0);
      BigEndian.putLong(name, 32, head.timestamp().wallMs());
      BigEndian.putInt(name, 40, head.timestamp().counter());
      return name;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private final byte[] out = new byte[1000];

  private RestatementWriter restatement() {
    return new RestatementWriter().wrap(out, 0, out.length);
  }

  private void head(RestatementWriter writer, byte[] name, String key, String value) {
    byte[] k = bytes(key);
    byte[] v = bytes(value);
    writer.head(RestatementView.STATE, k, 0, k.length, name, 0, v, 0, v.length);
  }

  private void say(KvNode by, RestatementWriter writer, Hash mark)
      throws StoreException, RefusedException {
    by.mark(new UniversalOpWriter().restatement(out, 0, writer.length()), mark);
  }

  private void heads() throws StoreException, RefusedException {
    Scene scene = new Scene();
    byte[] live = scene.name(Scene.head(scene.bob, "a"));
    byte[] b = scene.name(Scene.head(scene.bob, "b"));
    RestatementWriter writer = restatement();
    head(writer, live, "a", "live");
    head(writer, b, "b", "of Bob");
    byte[] key = bytes("b");
    writer.replaced(RestatementView.STATE, key, 0, 1, scene.foreign.toBytes(), 0);
    say(scene.bob, writer, Scene.head(scene.bob, "b").hash());
    add("whole", Verdict.OK, scene.bob, "all that a chain still means, and its mark");

    scene = new Scene();
    writer = restatement();
    head(writer, live, "a", "other");
    say(scene.bob, writer, Hash.ZERO);
    add("value-other", Verdict.RESTATEMENT_DIFFERS, scene.bob, "a value that was not written");

    scene = new Scene();
    writer = restatement();
    head(writer, live, "c", "live");
    say(scene.bob, writer, Hash.ZERO);
    add("key-other", Verdict.RESTATEMENT_DIFFERS, scene.bob, "a key that it did not write");

    scene = new Scene();
    writer = restatement();
    byte[] early = live.clone();
    early[Hash.BYTES + 7]--;
    head(writer, early, "a", "live");
    say(scene.bob, writer, Hash.ZERO);
    add("time-other", Verdict.RESTATEMENT_DIFFERS, scene.bob, "a time when it was not written");

    scene = new Scene();
    writer = restatement();
    byte[] old = scene.name(oldHead(scene));
    head(writer, old, "a", "old");
    say(scene.bob, writer, Hash.ZERO);
    add("old", Verdict.RESTATEMENT_REPLACED, scene.bob, "its author had replaced it");

    scene = new Scene();
    writer = restatement();
    byte[] foreign = scene.name(Scene.head(scene.ann, "b"));
    head(writer, foreign, "b", "of Ann");
    say(scene.bob, writer, Hash.ZERO);
    add("foreign", Verdict.RESTATEMENT_FOREIGN, scene.bob, "a head of somebody else");

    scene = new Scene();
    scene.ann.take(scene.bob, 100);
    scene.ann.write("a", "of Ann");
    scene.ann.take(scene.bob, 100);
    writer = restatement();
    head(writer, live, "a", "live");
    say(scene.bob, writer, Hash.ZERO);
    scene.ann.take(scene.bob, 100);
    add("replaced-beside", Verdict.OK, scene.ann, "what replaced it is not in its past");
  }

  private static Head oldHead(Scene scene) throws StoreException {
    KvNode before = new KvNode(3);
    Dag dag = scene.bob.replica().dag();
    before.take(scene.bob, dag.find(scene.old.toBytes(), 0) + 1);
    return Scene.head(before, "a");
  }

  private void replaced() throws StoreException, RefusedException {
    Scene scene = new Scene();
    scene.ann.write("c", "unseen");
    byte[] unseen = Scene.head(scene.ann, "c").hash().toBytes();
    RestatementWriter writer = restatement();
    byte[] key = bytes("c");
    writer.replaced(RestatementView.STATE, key, 0, key.length, unseen, 0);
    scene.bob.take(scene.ann, 100);
    say(scene.bob, writer, Hash.ZERO);
    add("unseen", Verdict.RESTATEMENT_UNSEEN, scene.bob, "replaced, and not in its past");
  }

  private void marks() throws StoreException, RefusedException {
    Scene scene = new Scene();
    say(scene.bob, restatement(), scene.foreign);
    add("mark-foreign", Verdict.RESTATEMENT_MARK_WRONG, scene.bob, "a mark in another chain");

    scene = new Scene();
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    payload.put(bytes("a"), 0, 1, bytes("x"), 0, 1);
    UniversalOpWriter data = new UniversalOpWriter().appData(out, 0, payload.length());
    scene.bob.mark(data, scene.live);
    add("mark-on-data", Verdict.RESTATEMENT_MARK_WRONG, scene.bob, "a mark on data");

    scene = new Scene();
    byte[] status = KvNode.status(scene.ann.key(), 2);
    passes(scene, KvNode.enveloped(status, false));
    Verdict wrong = Verdict.RESTATEMENT_MARK_WRONG;
    add("mark-passes", wrong, scene.bob, "it passes an authority op that is not kept");

    scene = new Scene();
    passes(scene, KvNode.enveloped(status, true));
    add("mark-passes-kept", Verdict.OK, scene.bob, "it passes an authority op that is kept");

    scene = new Scene();
    passes(scene, status);
    add("mark-passes-bare", Verdict.OK, scene.bob, "it passes one that stands bare: kept, too");
  }

  private void passes(Scene scene, byte[] ops) throws StoreException, RefusedException {
    scene.bob.writeRaw(ops);
    scene.bob.write("a", "after");
    say(scene.bob, restatement(), Scene.head(scene.bob, "a").hash());
  }

  /** The vector is all that {@code node} holds, in its order; the last is the input. */
  private void add(String name, Verdict verdict, KvNode node, String comment)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "snapshots.md#" + (verdict == Verdict.OK ? "restatement" : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "restated");
    vector.put("store", KvNode.STORE.toString());
    StringJoiner before = new StringJoiner(" ");
    Dag dag = node.replica().dag();
    for (int row = 0; row < dag.sequence() - 1; row++) {
      before.add(Hex.encode(node.bytes(row)));
    }
    vector.put("before", before.toString());
    vector.put("input", Hex.encode(node.bytes(dag.sequence() - 1)));
    if (read(vector) != verdict) {
      throw new AssertionError(name + " is " + read(vector) + ", not " + verdict);
    }
    VectorFolder.add(files, "restated-" + name, vector);
  }
}
