package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two devices that met once go on by files alone, on real disks. */
@Timeout(120)
class BundleCommandsTest {
  private static final String PLANTED = "planted plaintext, planted plaintext";

  @TempDir Path place;
  private Device laptop;
  private Device phone;
  private int bundles;

  private void storeOfTwo(String... kind) throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    String[] create = Arrays.copyOf(new String[] {"store", "create", "notes"}, 3 + kind.length);
    System.arraycopy(kind, 0, create, 3, kind.length);
    laptop.run(create).ok();
    String token = laptop.run("member", "invite", "--role", "owner").ok().out().strip();
    phone.run("member", "join", token).ok();
    Background serve = new Background(laptop.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    Outcome synced = phone.run("sync", "--tcp", serve.address());
    assertEquals(0, synced.code(), synced::toString);
    assertEquals(0, serve.end().code());
  }

  private Path export(Device from, String to) {
    Path file = place.resolve("bundle" + ++bundles);
    from.run("bundle", "export", "--for", to, file.toString()).ok();
    return file;
  }

  private static JsonObject taken(Device by, Path bundle) throws Exception {
    Outcome outcome = by.run("bundle", "import", "--json", bundle.toString()).ok();
    assertTrue(outcome.json().getBoolean("whole"), outcome::toString);
    return outcome.json().getArray("stores").getObject(0);
  }

  @Test
  void foldersGoBothWaysInBundlesThatReceiptsKeepSmall() throws Exception {
    storeOfTwo();
    Path photos = place.resolve("photos");
    Folders.file(photos, "large.bin", 700_000);
    Folders.file(photos, "small.txt", 100);
    laptop.run("put", photos.toString()).ok();
    Path first = export(laptop, "phone");
    assertTrue(Files.size(first) > 700_000);
    Outcome look = phone.run("bundle", "show", "--json", first.toString()).ok();
    JsonObject shown = look.json().getArray("stores").getObject(0);
    assertTrue(shown.getInt("intentions") > 0 && shown.getInt("chunks") > 1, look::toString);
    assertEquals(shown.getInt("intentions"), shown.getInt("intentions_read"));
    assertEquals(shown.getInt("chunks"), shown.getInt("chunks_read"));
    JsonObject store = taken(phone, first);
    assertEquals(store.getInt("chunks"), store.getInt("chunks_new"));
    assertEquals("laptop", store.getString("from"));
    phone.run("get", "/", place.resolve("got").toString()).ok();
    Folders.assertEqual(photos, place.resolve("got").resolve("photos"));
    JsonObject again = taken(phone, first);
    assertEquals(0, again.getInt("intentions_new"));
    assertEquals(0, again.getInt("chunks_new"));

    Path back = export(phone, "laptop");
    assertEquals(58 + 4096 + 16, Files.size(back));
    taken(laptop, back);
    Path second = export(laptop, "phone");
    assertEquals(58 + 4096 + 16, Files.size(second), "the receipt is in");
    Folders.file(photos, "more.txt", 100);
    laptop.run("put", photos.toString()).ok();
    Path third = export(laptop, "phone");
    assertTrue(Files.size(third) < 10_000, "a small file alone");
    taken(phone, third);
    phone.run("ls", "photos").ok().shows("more.txt");
  }

  @Test
  void aCutBundleIsTakenInToItsLastWholePartAndTheNextOneCarriesTheRest() throws Exception {
    storeOfTwo();
    Path photos = place.resolve("photos");
    Folders.file(photos, "large.bin", 900_000);
    laptop.run("put", photos.toString()).ok();
    byte[] whole = Files.readAllBytes(export(laptop, "phone"));
    Path cut = Files.write(place.resolve("cut"), Arrays.copyOf(whole, 600_000));
    Outcome shown = phone.run("bundle", "show", cut.toString());
    shown.refused(Failure.FINDINGS, "cut off or damaged at its end, behind 2 whole parts");
    Outcome taken = phone.run("bundle", "import", cut.toString());
    taken.refused(Failure.FINDINGS, "behind 2 whole parts").shows("chunks; new: ");
    phone.run("ls", "photos").ok().shows("large.bin");
    taken(laptop, export(phone, "laptop"));
    taken(phone, export(laptop, "phone"));
    phone.run("get", "/", place.resolve("got").toString()).ok();
    Folders.assertEqual(photos, place.resolve("got").resolve("photos"));
  }

  @Test
  void aSealedBundleShowsNothingAndOpensForItsReaderAlone() throws Exception {
    storeOfTwo("--type", "core:kvstore");
    laptop.run("kv", "put", "key", PLANTED).ok();
    Path bundle = export(laptop, "phone");
    byte[] bytes = Files.readAllBytes(bundle);
    assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("planted"));
    Device other = Device.init(place.resolve("other"));
    other
        .run("bundle", "import", bundle.toString())
        .refused(Failure.BAD_INPUT, "no key here opens this bundle");
    phone.run("bundle", "show", bundle.toString()).ok().shows("from laptop");
    taken(phone, bundle);
    phone.run("kv", "get", "key").ok().shows(PLANTED);
    laptop
        .run("bundle", "export", "--for", "phone", bundle.toString())
        .refused(Failure.BAD_INPUT, "is there already");
    laptop
        .run("bundle", "export", "--for", "nobody", place.resolve("x").toString())
        .refused(Failure.NOT_FOUND, "nobody in this store");
    laptop
        .run("bundle", "import", place.resolve("none").toString())
        .refused(Failure.NOT_FOUND, "it is not there");
    laptop
        .run("bundle", "import", laptop.dir().resolve("name").toString())
        .refused(Failure.BAD_INPUT, "is no bundle");
  }

  private Outcome allTo(Path bundle) throws Exception {
    Outcome exported = laptop.run("bundle", "export", "--all", bundle.toString()).ok();
    taken(phone, bundle);
    phone.run("kv", "get", "key").ok().shows(PLANTED);
    return exported;
  }

  @Test
  void allOfASealedStoreGoesToWhoeverHasItsKey() throws Exception {
    storeOfTwo("--type", "core:kvstore");
    laptop.run("kv", "put", "key", PLANTED).ok();
    Path bundle = place.resolve("all");
    allTo(bundle).shows("wrote ");
    byte[] bytes = Files.readAllBytes(bundle);
    assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("planted"));
    Device other = Device.init(place.resolve("other"));
    other
        .run("bundle", "import", bundle.toString())
        .refused(Failure.BAD_INPUT, "no key here opens this bundle");
  }

  @Test
  void allOfAClearStoreGoesOnlyWhenThatIsSaid() throws Exception {
    storeOfTwo("--type", "core:kvstore", "--clear");
    laptop.run("kv", "put", "key", PLANTED).ok();
    String bundle = place.resolve("all").toString();
    laptop
        .run("bundle", "export", "--all", bundle)
        .refused(Failure.BAD_INPUT, "is not sealed, so whoever finds the file reads it");
    assertFalse(Files.exists(Path.of(bundle)));
    laptop.run("bundle", "export", "--all", "--clear", bundle).ok();
    taken(phone, Path.of(bundle));
    phone.run("kv", "get", "key").ok().shows(PLANTED);
    Device other = Device.init(place.resolve("other"));
    other.run("bundle", "import", bundle).ok().shows("left: that store is not here");
  }
}
