package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example of docs/storage.md: written by this program and opened by it. */
class StorageFormatTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Path SEGMENT = DIRECTORY.resolve("00000001.seg");
  private static final UUID STORE = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");
  private static final byte[] BODY = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern EXAMPLE =
      Pattern.compile("five bytes `hello`[^`]*:\n\n```\n([0-9a-f\\s]+)```");

  private static byte[] documented() throws Exception {
    Path document = Path.of(System.getProperty("repository.root"), "docs", "storage.md");
    Matcher matcher = EXAMPLE.matcher(Files.readString(document));
    assertTrue(matcher.find(), "docs/storage.md has no worked example");
    return Hex.decode(matcher.group(1).replaceAll("\\s", ""));
  }

  private static SegmentLog open(PowerCutDisk disk) throws Exception {
    return SegmentLog.open(disk, DIRECTORY, STORE, 200, 100, () -> 0x0102030405060708L);
  }

  @Test
  void writesTheDocumentedBytes() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    log.append(1, BODY, 0, BODY.length);
    log.sync();
    log.append(1, new byte[100], 0, 100);
    assertEquals(Hex.encode(documented()), Hex.encode(disk.bytes(SEGMENT)));
  }

  @Test
  void opensTheDocumentedBytes() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    disk.open(SEGMENT, true).write(0, documented(), 0, documented().length);
    SegmentLog log = open(disk);
    assertTrue(log.recovery().clean());
    assertEquals(0, log.recovery().segmentsScanned());
    assertEquals(documented().length, log.end());
    assertEquals(List.of(StoreContract.line(128, 1, BODY)), StoreContract.shown(log, 0));
  }
}
