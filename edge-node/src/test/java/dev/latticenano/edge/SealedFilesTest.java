package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FileKey;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Role;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.FolderWriter;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SystemEntropy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The content of files in a sealed store: who sees it, what travels, and when its key changes. */
@Timeout(120)
class SealedFilesTest {
  private static final List<String> PLANTED =
      List.of("zimtschnecke", "planted plaintext", "Kontoauszug-2026", "the last words");

  @TempDir Path place;
  private Path source;
  private NodeHome laptop;
  private NodeHome phone;
  private StoreId store;

  @BeforeEach
  void makeASealedStoreOfTwo() throws Exception {
    source = Files.createDirectory(place.resolve("source"));
    laptop = node("laptop");
    phone = node("phone");
    store = laptop.createStore("photos", FileState.TYPE, true);
    join(phone, Role.OWNER);
  }

  @AfterEach
  void close() throws Failure {
    laptop.close();
    phone.close();
  }

  private NodeHome node(String name) throws Failure {
    NodeHome.create(place.resolve(name), name);
    return NodeHome.open(place.resolve(name));
  }

  private void join(NodeHome node, Role role) throws Exception {
    node.invitations().take(laptop.invitations().make(store, role, true, 0));
    Tapped.exchange(laptop, node);
  }

  private static FolderReader put(NodeHome node, StoreId store, Path file) throws Failure {
    FolderReader reader = new FolderReader(node, store, done -> {});
    reader.put(file, "");
    assertEquals(List.of(), reader.problems());
    return reader;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(source.resolve(name), content);
  }

  private FileEntry entry(NodeHome node, String path) throws Exception {
    return node.files(store).entry(FilePath.of(path));
  }

  private List<String> get(NodeHome node, String path, String to) throws Exception {
    FolderWriter writer = new FolderWriter(place.resolve(to), node.chunks(), false);
    writer.write(entry(node, path), path);
    return writer.problems();
  }

  private static Set<Path> chunks(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("chunks"))) {
      Set<Path> names = new HashSet<>();
      all.filter(Files::isRegularFile)
          .filter(path -> path.getParent().getFileName().toString().length() == 2)
          .forEach(names::add);
      return names;
    }
  }

  /** Files in one and in many chunks, with names and texts to look for. */
  private void plant() throws IOException {
    String text = "planted plaintext, with zimtschnecke; ";
    file(PLANTED.get(2) + ".txt", text.repeat(1000).getBytes(StandardCharsets.UTF_8));
    byte[] large = new byte[600_000];
    byte[] end = PLANTED.get(3).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(end, 0, large, large.length - end.length, end.length);
    System.arraycopy(end, 0, large, 0, end.length);
    file("large", large);
  }

  private static Set<String> found(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Set<String> found = new HashSet<>();
    for (String needle : PLANTED) {
      if (text.contains(needle)) {
        found.add(needle);
      }
    }
    return found;
  }

  private static Set<String> foundBelow(Path folder) throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        found.addAll(found(Files.readAllBytes(path)));
      }
    }
    return found;
  }

  @Test
  void nothingOfAFileIsReadableOnTheWireOrWithACarrierThatHandsItOn() throws Exception {
    NodeHome stick = node("stick");
    NodeHome tablet = node("tablet");
    join(stick, Role.CARRIER);
    join(tablet, Role.READER);
    plant();
    put(laptop, store, source);
    Tapped sync = Tapped.exchange(laptop, phone);
    assertEquals(5, sync.received().chunksReceived());
    assertEquals(Set.of(), found(sync.bytes()));
    sync = Tapped.exchange(laptop, stick);
    assertEquals(5, sync.received().chunksReceived());
    assertEquals(Set.of(), found(sync.bytes()));
    stick.close();
    assertEquals(Set.of(), foundBelow(place.resolve("stick")));
    new Device(place.resolve("stick")).run("doctor").ok();
    stick = NodeHome.open(place.resolve("stick"));
    sync = Tapped.exchange(stick, tablet);
    assertEquals(5, sync.received().chunksReceived());
    assertEquals(Set.of(), found(sync.bytes()));
    assertEquals(List.of(), get(tablet, "source/large", "out"));
    assertEquals(-1, Files.mismatch(source.resolve("large"), place.resolve("out/source/large")));
    stick.close();
    tablet.close();
    Path chunk = chunks(place.resolve("stick")).iterator().next();
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length / 2] ^= 1;
    Files.write(chunk, bytes);
    new Device(place.resolve("stick")).run("doctor").shows(chunk.getFileName().toString());
  }

  @Test
  void aClearStoreShowsAllThatASealedOneHides() throws Exception {
    StoreId clear = laptop.createStore("clear", FileState.TYPE);
    AuthorId guest = phone.node().key();
    laptop.node().membership(clear).setRole(guest, Role.VOTER, System.currentTimeMillis());
    phone.joinStore(clear);
    plant();
    put(laptop, clear, source);
    Tapped sync = Tapped.exchange(laptop, phone);
    assertEquals(Set.of(), found(sync.bytes()), "a link hides what is in the clear, too");
    assertEquals(Set.copyOf(PLANTED), foundBelow(place.resolve("phone")));
    assertNull(laptop.files(clear).entry(FilePath.of("source/large")).key());
  }

  @Test
  void theSameFileAgainSendsNothing() throws Exception {
    Path film = file("film", Folders.content("film", 700_000));
    put(laptop, store, film);
    Tapped.exchange(laptop, phone);
    assertEquals(1, put(laptop, store, film).unchanged());
    assertEquals(1, put(phone, store, film).unchanged());
    Conversation.Snapshot sync = Tapped.exchange(laptop, phone).received();
    assertEquals(0, sync.chunksReceived());
    assertEquals(0, sync.chunkBytes());
  }

  @Test
  void oneChangedByteSendsTheChunkItIsInAndTheNamesWhoeverChangedIt() throws Exception {
    byte[] content = Folders.content("film", 10 * 1024 * 1024);
    put(laptop, store, file("film", content));
    assertEquals(42, chunks(place.resolve("laptop")).size());
    assertEquals(42, Tapped.exchange(laptop, phone).received().chunksReceived());
    content[7_000_000] ^= 1;
    put(phone, store, file("film", content));
    assertEquals(2, Tapped.exchange(phone, laptop).received().chunksReceived());
    assertEquals(List.of(), get(laptop, "film", "out"));
    assertEquals(-1, Files.mismatch(source.resolve("film"), place.resolve("out/film")));
  }

  @Test
  void whoIsThrownOutKnowsNoKeyOfWhatIsWrittenLater() throws Exception {
    byte[] content = Folders.content("film", 300_000);
    Path film = file("film", content);
    Path other = file("other", content);
    put(laptop, store, film);
    put(laptop, store, other);
    Tapped.exchange(laptop, phone);
    FileKey before = entry(laptop, "film").key();
    Set<Path> known = chunks(place.resolve("laptop"));
    laptop.node().membership(store).revoke(phone.node().key(), System.currentTimeMillis());
    laptop.node().membership(store).rotate(System.currentTimeMillis());
    FileBatch batch = new FileBatch(laptop.files(store));
    batch.rename(FilePath.of("other"), FilePath.of("moved"));
    new Submission(laptop, store).submit(batch.proposals());
    assertEquals(before.epoch(), entry(laptop, "moved").key().epoch());
    assertEquals(1, put(laptop, store, film).unchanged());
    assertEquals(known, chunks(place.resolve("laptop")));
    content[0] ^= 1;
    put(laptop, store, file("film", content));
    put(laptop, store, file("moved", content));
    for (String path : List.of("film", "moved")) {
      assertNotEquals(before.epoch(), entry(laptop, path).key().epoch());
      assertEquals(laptop.node().projection(store).epoch(), entry(laptop, path).key().epoch());
      assertEquals(List.of(), get(laptop, path, "out"));
      assertEquals(-1, Files.mismatch(source.resolve(path), place.resolve("out").resolve(path)));
    }
    Set<Path> fresh = chunks(place.resolve("laptop"));
    fresh.removeAll(known);
    assertEquals(6, fresh.size());
  }

  @Test
  void oneFileOfTwoWhoDoNotKnowOfEachOtherIsNoConflict() throws Exception {
    Path film = file("film", Folders.content("film", 300_000));
    put(laptop, store, film);
    put(phone, store, film);
    Tapped.exchange(laptop, phone);
    assertEquals(
        entry(laptop, "film").cid(), entry(phone, "film").cid(), "both show the same version");
    int[] shown = {0};
    phone.files(store).list(null, true, each -> ++shown[0] > 0);
    assertEquals(1, shown[0]);
    assertEquals(List.of(), get(phone, "film", "out"));
  }

  @Test
  void whatWasWrittenWithoutAKeyOpensAndIsSealedWhenItIsPutAgain() throws Exception {
    byte[] content = Folders.content("film", 40_000);
    Path film = file("film", content);
    ChunkTreeWriter tree = new ChunkTreeWriter(Blake3.plain());
    tree.feed(content, 0, content.length);
    tree.finish();
    laptop.chunks().write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
    tree.taken();
    FilePath path = FilePath.of("film");
    DirEntryWriter entry = new DirEntryWriter().file(path, 0644, 1);
    submit(laptop, path, entry.chunked(tree.root(), tree.size(), tree.levels()).toBytes());
    Tapped.exchange(laptop, phone);
    assertEquals(List.of(), get(phone, "film", "out"));
    assertEquals(-1, Files.mismatch(film, place.resolve("out/film")));
    assertEquals(1, put(phone, store, film).written());
    assertNotNull(entry(phone, "film").key());
    assertEquals(List.of(), get(phone, "film", "again"));
  }

  private void submit(NodeHome node, FilePath path, byte[] entry) throws Exception {
    FileBatch batch = new FileBatch(node.files(store));
    assertEquals(FileBatch.Answer.DONE, batch.put(path, entry));
    new Submission(node, store).submit(batch.proposals());
  }

  @Test
  void aFileThatDoesNotOpenIsNamedWithItsChunk() throws Exception {
    put(laptop, store, file("film", Folders.content("film", 40_000)));
    FileEntry honest = entry(laptop, "film");
    FilePath path = FilePath.of("film");
    DirEntryWriter writer = new DirEntryWriter().file(path, 0644, 1);
    FileKey other = FileKey.fresh(honest.key().epoch(), new SystemEntropy());
    submit(laptop, path, writer.contentOf(honest).sealed(other, honest.digest()).toBytes());
    assertEquals(
        List.of("film: chunk " + honest.cid() + " does not open with the file's key"),
        get(laptop, "film", "out"));
    writer.file(path, 0644, 1).contentOf(honest).sealed(honest.key(), Hash.ZERO);
    submit(laptop, path, writer.toBytes());
    assertEquals(
        List.of("film: its content is not what its author says it is"), get(laptop, "film", "out"));
    assertEquals(0, Folders.count(place.resolve("out")));
  }

  @Test
  void aDamagedChunkIsNamedWithItsFileAndFetchedAgain() throws Exception {
    put(laptop, store, file("film", Folders.content("film", 300_000)));
    Tapped.exchange(laptop, phone);
    Path chunk =
        chunks(place.resolve("phone")).stream()
            .filter(path -> path.toFile().length() == 262_144)
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[100_000] ^= 4;
    Files.write(chunk, bytes);
    String name = chunk.getParent().getFileName().toString() + chunk.getFileName();
    assertEquals(
        List.of("film: chunk " + name + " is damaged here; sync with someone who holds it"),
        get(phone, "film", "out"));
    assertEquals(
        List.of("film is not here whole yet; sync with someone who holds it"),
        get(phone, "film", "out"));
    phone.node().chunksChanged();
    assertEquals(1, Tapped.exchange(laptop, phone).received().chunksReceived());
    assertEquals(List.of(), get(phone, "film", "out"));
    bytes[100_000] ^= 4;
    assertTrue(Arrays.equals(bytes, Files.readAllBytes(chunk)));
  }
}
