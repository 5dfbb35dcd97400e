package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors/file-*.txt: one file, one behaviour of docs/files.md. Run {@code main} after
 * a change of rules; {@code FileVectorsTest} compares what is committed.
 */
final class FileVectors {
  private final Map<String, String> files = new TreeMap<>();

  private FileVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() {
    FileVectors vectors = new FileVectors();
    vectors.paths();
    vectors.entries();
    vectors.chunks();
    vectors.trees();
    vectors.sealedChunks();
    vectors.contents();
    return vectors.files;
  }

  private void paths() {
    path("ok", Verdict.OK, Said.bytes("Grüße/a b…/📷.jpg"), "", "spaces, umlauts, emoji");
    path("longest", Verdict.OK, Said.bytes("d/"), "61 255", "a part of 255 bytes");
    path("empty", Verdict.PATH_EMPTY, new byte[0], "", "no bytes");
    byte[] deep = Said.bytes("d/".repeat(2047));
    path("whole-longest", Verdict.OK, deep, "61 2", "4096 bytes");
    path("whole-long", Verdict.PATH_TOO_LONG, deep, "61 3", "4097 bytes");
    path("overlong-dots", Verdict.PATH_NOT_UTF8, Hex.decode("c0aec0ae2f78"), "", "overlong ../x");
    path("surrogate", Verdict.PATH_NOT_UTF8, Hex.decode("61eda080"), "", "half a character");
    path("absolute", Verdict.PATH_ABSOLUTE, Said.bytes("/etc/passwd"), "", "from the root");
    path("drive", Verdict.PATH_ABSOLUTE, Said.bytes("c:x"), "", "a drive on Windows");
    path("double-slash", Verdict.PATH_PART_EMPTY, Said.bytes("a//b"), "", "nothing between");
    path("trailing-slash", Verdict.PATH_PART_EMPTY, Said.bytes("a/"), "", "nothing after");
    path("dots", Verdict.PATH_PART_DOTS, Said.bytes("a/../../x"), "", "leaves the folder");
    path("dot", Verdict.PATH_PART_DOTS, Said.bytes("./a"), "", "a second name for a");
    path("three-dots", Verdict.OK, Said.bytes("..."), "", "three dots are a name");
    path("part-long", Verdict.PATH_PART_TOO_LONG, Said.bytes("d/"), "61 256", "256 bytes");
    path("nul", Verdict.PATH_CONTROL_CHARACTER, Said.bytes("a\0.txt"), "", "NUL");
    path("newline", Verdict.PATH_CONTROL_CHARACTER, Said.bytes("a\nb"), "", "a line end");
    path("c1", Verdict.PATH_CONTROL_CHARACTER, Said.bytes("a\u0085"), "", "U+0085");
    path("backslash", Verdict.PATH_BACKSLASH, Said.bytes("..\\x"), "", "leaves it on Windows");
  }

  private void entries() {
    FilePath path = FilePath.of("d/f.txt");
    byte[] hello = Said.bytes("hello");
    Hash root = Said.hash("root");
    DirEntryWriter writer = new DirEntryWriter();
    byte[] small = writer.file(path, 0644, 1_763_697_371_000L).inline(hello, 0, 5).toBytes();
    entry("inline", Verdict.OK, small, "5 bytes of content");
    entry("chunk", Verdict.OK, sized(root, 262_144, 0), "one full chunk");
    entry("tree", Verdict.OK, sized(root, 262_145, 1), "two chunks under a node");
    entry("deep-tree", Verdict.OK, sized(root, (1L << 31) + 1, 2), "8193 chunks");
    entry("largest", Verdict.OK, sized(root, 1L << 44, 2), "2^44 bytes");
    entry("directory", Verdict.OK, writer.directory(path, 0755, 1).toBytes(), "a directory");
    byte[] later = Arrays.copyOf(small, small.length + 2);
    later[small.length] = 11 << 3;
    entry("unknown-field", Verdict.OK, later, "field 11: from later");
    entry("cut", Verdict.ENTRY_MALFORMED, Arrays.copyOf(small, 3), "ends inside a name");
    byte[] other = writer.file(FilePath.of("g.txt"), 0644, 1).toBytes();
    entry("name", Verdict.ENTRY_NAME_WRONG, other, "the path says f.txt");
    byte[] link = fields(0120777, 5, 0, 0, 0);
    entry("symlink", Verdict.ENTRY_MODE_UNKNOWN, link, "a symbolic link");
    entry("size", Verdict.ENTRY_CONTENT_WRONG, fields(0100644, 6, 0, 0, 0), "6 said, 5 inline");
    byte[] smallChunk = sized(root, 32_767, 0);
    entry("chunk-small", Verdict.ENTRY_CONTENT_WRONG, smallChunk, "must be inline");
    byte[] short31 = fields(0100644, 32_768, 31, 0, 0);
    entry("cid-short", Verdict.ENTRY_CONTENT_WRONG, short31, "a root of 31 bytes");
    entry("too-large", Verdict.ENTRY_TOO_LARGE, sized(root, (1L << 44) + 1, 2), "2^44 + 1");
    entry("levels-few", Verdict.ENTRY_LEVELS_WRONG, sized(root, 262_145, 0), "needs 1");
    entry("levels-many", Verdict.ENTRY_LEVELS_WRONG, sized(root, 262_144, 1), "needs 0");
    Hash digest = Said.hash("content");
    FileKey key = KeptContent.KEY;
    entry("sealed", Verdict.OK, sealed(root, 262_104, 0), "one full sealed chunk");
    entry("sealed-tree", Verdict.OK, sealed(root, 262_105, 1), "two sealed chunks under a node");
    entry("sealed-largest", Verdict.OK, sealed(root, 262_104L << 26, 2), "2^26 sealed chunks");
    byte[] tooLarge = sealed(root, (262_104L << 26) + 1, 2);
    entry("sealed-too-large", Verdict.ENTRY_TOO_LARGE, tooLarge, "one byte more");
    byte[] levels = sealed(root, 262_105, 0);
    entry("sealed-levels", Verdict.ENTRY_LEVELS_WRONG, levels, "needs 1 with a key");
    entry("key-alone", Verdict.ENTRY_KEY_WRONG, fields(0100644, 32_768, 32, 32, 0), "no epoch");
    entry("key-short", Verdict.ENTRY_KEY_WRONG, fields(0100644, 32_768, 32, 31, 0), "31 bytes");
    byte[] inline = writer.file(path, 0644, 1).inline(hello, 0, 5).sealed(key, digest).toBytes();
    entry("key-inline", Verdict.ENTRY_KEY_WRONG, inline, "content in the entry has no key");
    byte[] directory = writer.directory(path, 0755, 1).sealed(key, digest).toBytes();
    entry("key-directory", Verdict.ENTRY_KEY_WRONG, directory, "a directory has no key");
    byte[] clear = sized(root, 32_768, 0);
    byte[] digestAlone = Arrays.copyOf(clear, clear.length + 34);
    digestAlone[clear.length] = 10 << 3 | 2;
    digestAlone[clear.length + 1] = 32;
    entry("digest-alone", Verdict.ENTRY_KEY_WRONG, digestAlone, "a digest without a key");
  }

  private void chunks() {
    byte[] full = new byte[262_144];
    chunk("smallest", Verdict.OK, name(full, 1), "", "00 1", "1 byte");
    chunk("full", Verdict.OK, name(full, full.length), "", "00 262144", "262144 bytes");
    chunk("empty", Verdict.CHUNK_LENGTH, name(full, 0), "", "", "no bytes");
    byte[] over = new byte[262_145];
    chunk("long", Verdict.CHUNK_LENGTH, name(over, over.length), "", "00 262145", "one over");
    chunk("flipped", Verdict.CHUNK_MISNAMED, name(full, 2), "0001", "", "one bit flipped");
  }

  private void trees() {
    tree("leaf", Verdict.OK, 32_768, 0, "00 32768", "the only chunk");
    tree("node", Verdict.OK, 262_145, 1, "00 64", "two names");
    tree("top", Verdict.OK, (1L << 31) + 1, 2, "00 64", "8192 full chunks and one byte");
    tree("leaf-short", Verdict.CHUNK_LEAF_LENGTH, 32_768, 0, "00 32767", "one byte missing");
    tree("leaf-long", Verdict.CHUNK_LEAF_LENGTH, 32_768, 0, "00 32769", "one byte over");
    tree("node-short", Verdict.CHUNK_NODE_LENGTH, 262_145, 1, "00 32", "a name missing");
    tree("node-long", Verdict.CHUNK_NODE_LENGTH, 262_145, 1, "00 96", "a name over");
    tree("node-ragged", Verdict.CHUNK_NODE_LENGTH, 262_145, 1, "00 65", "not names");
  }

  private void sealedChunks() {
    byte[] content = new byte[262_105];
    Arrays.fill(content, (byte) 'a');
    KeptContent kept = new KeptContent();
    kept.keep(content, KeptContent.KEY);
    byte[] last = new ArrayList<>(kept.chunks.values()).get(1);
    sealed("short", Verdict.OK, last, "one byte of content, padded to 256");
    byte[] flipped = last.clone();
    flipped[0] ^= 1;
    sealed("nonce", Verdict.CHUNK_SEAL_BROKEN, flipped, "a bit of the nonce flipped");
    flipped = last.clone();
    flipped[24 + 100] ^= 1;
    sealed("padding-flipped", Verdict.CHUNK_SEAL_BROKEN, flipped, "a bit of padding flipped");
    flipped = last.clone();
    flipped[flipped.length - 1] ^= (byte) 0x80;
    sealed("tag", Verdict.CHUNK_SEAL_BROKEN, flipped, "a bit of the tag flipped");
    KeptContent others = new KeptContent();
    others.keep(content, FileKey.of(Said.hash("another").toBytes(), 0, KeptContent.EPOCH));
    byte[] other = new ArrayList<>(others.chunks.values()).get(1);
    sealed("other-key", Verdict.CHUNK_SEAL_BROKEN, other, "sealed under another key");
    byte[] cut = Arrays.copyOf(last, last.length - 1);
    sealed("cut", Verdict.CHUNK_LEAF_LENGTH, cut, "a byte missing");
    ContentCipher cipher = new ContentCipher();
    cipher.key(KeptContent.KEY);
    byte[] loose = new byte[296];
    loose[24] = 'a';
    loose[25] = 'b';
    cipher.seal(loose, 0, 256);
    sealed("padding", Verdict.CHUNK_PADDING_WRONG, loose, "a second byte behind the first");
    for (int size : new int[] {32_768, 32_769, 262_103, 262_104}) {
      sealedName(size);
    }
  }

  private void sealed(String name, Verdict verdict, byte[] chunk, String comment) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("key", Hex.encode(Said.hash("file key").toBytes()));
    more.put("size", "262105");
    more.put("position", "262104");
    if (verdict == Verdict.OK) {
      more.put("opened", "61");
    }
    add("sealed-" + name, "sealed-chunk", verdict, comment, more, chunk, "");
  }

  private void sealedName(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 'a');
    KeptContent kept = new KeptContent();
    kept.keep(content, KeptContent.KEY);
    Map.Entry<Hash, byte[]> chunk = kept.chunks.entrySet().iterator().next();
    Map<String, String> more = new LinkedHashMap<>();
    more.put("key", Hex.encode(Said.hash("file key").toBytes()));
    more.put("size", "" + size);
    more.put("position", "0");
    more.put("content", "61");
    more.put("nonce", Hex.encode(Arrays.copyOf(chunk.getValue(), 24)));
    more.put("name", chunk.getKey().toString());
    String comment = "a chunk of " + chunk.getValue().length + " bytes";
    add("sealed-of-" + size, "sealed-chunk", Verdict.OK, comment, more, new byte[0], "");
  }

  private void contents() {
    byte[] content = new byte[262_105];
    content(262_105, Verdict.OK, "right", KeptContent.digest(content), "two chunks of zeros");
    Hash other = KeptContent.digest(new byte[262_104]);
    content(262_105, Verdict.CONTENT_DIGEST_WRONG, "wrong", other, "one zero less has this");
  }

  private void content(int size, Verdict verdict, String name, Hash digest, String comment) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("key", Hex.encode(Said.hash("file key").toBytes()));
    more.put("size", "" + size);
    more.put("content", "00");
    more.put("digest", digest.toString());
    add("content-" + name, "content", verdict, comment, more, new byte[0], "");
  }

  private static byte[] sealed(Hash root, long size, int levels) {
    return new DirEntryWriter()
        .file(FilePath.of("d/f.txt"), 0644, 1)
        .chunked(root, size, levels)
        .sealed(KeptContent.KEY, Said.hash("content"))
        .toBytes();
  }

  private static byte[] sized(Hash root, long size, int levels) {
    FilePath path = FilePath.of("d/f.txt");
    return new DirEntryWriter().file(path, 0644, 1).chunked(root, size, levels).toBytes();
  }

  private static byte[] fields(long mode, long size, int cid, int key, long levels) {
    byte[] zeros = new byte[32];
    byte[] out = new byte[200];
    ProtoWriter writer =
        new ProtoWriter()
            .wrap(out, 0, out.length)
            .bytes(1, Said.bytes("f.txt"), 0, 5)
            .varintUnlessZero(2, mode)
            .varintUnlessZero(3, size)
            .bytesUnlessEmpty(4, zeros, 0, cid)
            .bytesUnlessEmpty(5, Said.bytes("hello"), 0, cid > 0 ? 0 : 5)
            .bytesUnlessEmpty(7, zeros, 0, key)
            .varintUnlessZero(8, levels);
    return Arrays.copyOf(out, writer.finish());
  }

  private static byte[] name(byte[] chunk, int length) {
    byte[] name = new byte[Hash.BYTES];
    Blake3.plain().hash(chunk, 0, length, name, 0);
    return name;
  }

  private void path(String name, Verdict verdict, byte[] input, String repeat, String comment) {
    add("path-" + name, "path", verdict, comment, Map.of(), input, repeat);
  }

  private void entry(String name, Verdict verdict, byte[] input, String comment) {
    add("entry-" + name, "dir-entry", verdict, comment, Map.of("path", "d/f.txt"), input, "");
  }

  private void chunk(
      String name, Verdict verdict, byte[] hash, String input, String repeat, String comment) {
    Map<String, String> more = Map.of("name", Hex.encode(hash));
    add("chunk-" + name, "chunk", verdict, comment, more, Hex.decode(input), repeat);
  }

  private void tree(
      String name, Verdict verdict, long size, int levels, String repeat, String comment) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("size", "" + size);
    more.put("levels", "" + levels);
    add("tree-" + name, "chunk-tree", verdict, comment, more, new byte[0], repeat);
  }

  private void add(
      String name,
      String kind,
      Verdict verdict,
      String comment,
      Map<String, String> more,
      byte[] input,
      String repeat) {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "files.md#" + (verdict == Verdict.OK ? kind : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    vector.putAll(more);
    vector.put("input", Hex.encode(input));
    if (!repeat.isEmpty()) {
      vector.put("repeat", repeat);
    }
    VectorFolder.add(files, "file-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
