package dev.latticenano.core.intention;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.bytes.VectorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Our readers and writers against protobuf's own library and the published schema. */
class ProtobufProperties {
  private static final Map<String, ProtoSchema> SCHEMAS =
      Map.ofEntries(
          entry("SignedIntention", ProtoSchema.SIGNED_INTENTION),
          entry("WitnessContent", ProtoSchema.WITNESS_CONTENT),
          entry("WitnessRecord", ProtoSchema.WITNESS_RECORD),
          entry("UniversalOp", ProtoSchema.UNIVERSAL_OP),
          entry("SystemOp", ProtoSchema.SYSTEM_OP),
          entry("GenesisOp", ProtoSchema.GENESIS_OP),
          entry("KvPayload", ProtoSchema.KV_PAYLOAD),
          entry("RootPayload", ProtoSchema.ROOT_PAYLOAD),
          entry("Envelope", ProtoSchema.ENVELOPE),
          entry("EpochChange", ProtoSchema.EPOCH_CHANGE),
          entry("SnapshotNotice", ProtoSchema.SNAPSHOT_NOTICE),
          entry("Restatement", ProtoSchema.RESTATEMENT),
          entry("InviteToken", ProtoSchema.INVITE_TOKEN));

  @Test
  void whatProtobufWritesWeAccept() {
    Seeds.run(
        getClass(),
        random ->
            SCHEMAS.forEach(
                (name, schema) -> {
                  Descriptor type = ProtoFile.message(name);
                  for (int i = 0; i < 300; i++) {
                    byte[] bytes = message(type, random, 0).toByteArray();
                    assertTrue(schema.accepts(bytes, 0, bytes.length), name);
                  }
                }));
  }

  @Test
  void whatWeAcceptProtobufAccepts() {
    Seeds.run(
        getClass(),
        random ->
            SCHEMAS.forEach(
                (name, schema) -> {
                  Descriptor type = ProtoFile.message(name);
                  int accepted = 0;
                  for (int i = 0; i < 3000; i++) {
                    byte[] bytes = mutated(message(type, random, 0).toByteArray(), random);
                    if (schema.accepts(bytes, 0, bytes.length)) {
                      parse(type, bytes);
                      accepted++;
                    }
                  }
                  assertTrue(accepted > 100, name + " accepted " + accepted);
                }));
  }

  @Test
  void writersWriteWhatProtobufWrites() throws IOException {
    for (Map.Entry<String, Map<String, String>> file : VectorTest.vectors().entrySet()) {
      String type =
          switch (file.getKey().substring(0, file.getKey().indexOf('-'))) {
            case "signed" -> "SignedIntention";
            case "ops" -> "UniversalOp";
            case "kv" -> "KvPayload";
            case "envelope" -> "Envelope";
            case "epoch" -> file.getValue().get("kind").equals("epoch-change") ? "EpochChange" : "";
            default -> "";
          };
      boolean canonical =
          !file.getKey().matches(".*(split|twice|last|unknown|replaced|then|nested|keep-zero).*");
      if (!type.isEmpty() && canonical && file.getValue().get("verdict").equals("OK")) {
        byte[] bytes = VectorReading.bytes(file.getValue());
        DynamicMessage message = parse(ProtoFile.message(type), bytes);
        assertArrayEquals(bytes, message.toByteArray(), file.getKey());
      }
    }
    for (String name : List.of("witness-content-first", "witness-content-time-zero")) {
      byte[] bytes = Hex.decode(VectorFile.read(name + ".txt").header().get("input"));
      assertArrayEquals(bytes, parse(ProtoFile.message("WitnessContent"), bytes).toByteArray());
    }
  }

  @Test
  void keyValueOperationsReadAsProtobufReadsThem() {
    Descriptor type = ProtoFile.message("KvPayload");
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 3000; i++) {
            byte[] bytes = scrambled(message(type, random, 0).toByteArray(), random);
            KvPayloadView view = new KvPayloadView().wrap(bytes, 0, bytes.length);
            if (view.check() == Verdict.OK) {
              VectorReading reading =
                  VectorReading.of(Map.of("kind", "kv", "input", Hex.encode(bytes)));
              assertEquals(
                  operations(parse(type, bytes)),
                  reading.fields().get("operations"),
                  Hex.encode(bytes));
            }
          }
        });
  }

  private static String operations(DynamicMessage payload) {
    StringJoiner out = new StringJoiner(" ");
    for (Object each : (List<?>) value(payload, "operations")) {
      DynamicMessage operation = (DynamicMessage) each;
      if (operation.hasField(field(operation, "put"))) {
        DynamicMessage put = (DynamicMessage) value(operation, "put");
        out.add("put(" + hex(put, "key") + "," + hex(put, "value") + ")");
      } else if (operation.hasField(field(operation, "delete"))) {
        out.add("delete(" + hex((DynamicMessage) value(operation, "delete"), "key") + ")");
      } else {
        out.add("unknown()");
      }
    }
    return out.toString();
  }

  @Test
  void rootOperationsReadAsProtobufReadsThem() {
    Descriptor type = ProtoFile.message("RootPayload");
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 3000; i++) {
            byte[] bytes = scrambled(message(type, random, 0).toByteArray(), random);
            RootPayloadView view = new RootPayloadView().wrap(bytes, 0, bytes.length);
            if (view.check()) {
              DynamicMessage payload = parse(type, bytes);
              assertEquals(value(payload, "version"), view.version(), Hex.encode(bytes));
              assertEquals(rootOperations(payload), rootOperations(view), Hex.encode(bytes));
            }
          }
        });
  }

  private static List<String> rootOperations(RootPayloadView view) {
    List<String> out = new ArrayList<>();
    while (view.next()) {
      StringJoiner fields = new StringJoiner(",", view.kind() + "(", ")");
      for (int field = 1; field <= RootPayloadView.FIELDS; field++) {
        fields.add(Hex.encode(view.bytes(), view.fieldOffset(field), view.fieldLength(field)));
      }
      out.add(fields.toString());
    }
    return out;
  }

  private static List<String> rootOperations(DynamicMessage payload) {
    List<String> out = new ArrayList<>();
    for (Object each : (List<?>) value(payload, "operations")) {
      DynamicMessage operation = (DynamicMessage) each;
      String shown = "UNKNOWN(,,)";
      for (FieldDescriptor kind : operation.getAllFields().keySet()) {
        DynamicMessage fields = (DynamicMessage) operation.getField(kind);
        String[] shownFields = {"", "", ""};
        fields
            .getAllFields()
            .forEach(
                (field, found) ->
                    shownFields[field.getNumber() - 1] =
                        found instanceof String text
                            ? Hex.encode(text.getBytes(StandardCharsets.UTF_8))
                            : Hex.encode(((ByteString) found).toByteArray()));
        shown = kind.getName().toUpperCase(Locale.ROOT) + "(" + String.join(",", shownFields) + ")";
      }
      out.add(shown);
    }
    return out;
  }

  @Test
  void systemOpsReadAsProtobufReadsThem() {
    Descriptor type = ProtoFile.message("UniversalOp");
    Seeds.run(
        getClass(),
        random -> {
          int read = 0;
          for (int i = 0; i < 9000; i++) {
            byte[] bytes = scrambled(message(type, random, 0).toByteArray(), random);
            UniversalOpView view = new UniversalOpView().wrap(bytes, 0, bytes.length);
            Verdict verdict = view.check();
            if (verdict == Verdict.OPS_MALFORMED) {
              continue;
            }
            DynamicMessage message = parse(type, bytes);
            boolean system = message.hasField(field(message, "system"));
            assertEquals(system, view.kind() == UniversalOpView.Kind.SYSTEM, Hex.encode(bytes));
            if (system) {
              List<String> expected = new ArrayList<>();
              SystemOpText.flatten((DynamicMessage) value(message, "system"), expected);
              assertEquals(expected, SystemOpText.walk(view), Hex.encode(bytes));
              read++;
            }
          }
          assertTrue(read > 200, "only " + read);
        });
  }

  static FieldDescriptor field(DynamicMessage message, String name) {
    return message.getDescriptorForType().findFieldByName(name);
  }

  static Object value(DynamicMessage message, String name) {
    return message.getField(field(message, name));
  }

  static String hex(DynamicMessage message, String name) {
    return Hex.encode(((ByteString) value(message, name)).toByteArray());
  }

  private static DynamicMessage parse(Descriptor type, byte[] bytes) {
    try {
      return DynamicMessage.parseFrom(type, bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(Hex.encode(bytes), e);
    }
  }

  /** A random message; most id fields have a sound length so that the walk is reached. */
  private static DynamicMessage message(Descriptor type, Random random, int depth) {
    DynamicMessage.Builder out = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean member = field.getContainingOneof() != null;
      if (random.nextInt(4) == 0 && !member || depth > 8 || member && random.nextInt(3) > 0) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          out.addRepeatedField(field, fieldValue(field, random, depth));
        }
      } else {
        out.setField(field, fieldValue(field, random, depth));
      }
    }
    return out.build();
  }

  private static Object fieldValue(FieldDescriptor field, Random random, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt() >>> random.nextInt(32);
      case LONG -> random.nextLong() >>> random.nextInt(64);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> random.nextInt(3) == 0 ? "" : "nämé" + random.nextInt(100);
      case BYTE_STRING -> {
        int[] lengths = {0, 3, 16, 16, 32, 32, 32};
        byte[] bytes = new byte[lengths[random.nextInt(lengths.length)]];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(6));
      case MESSAGE -> message(field.getMessageType(), random, depth + 1);
      default -> throw new AssertionError(field);
    };
  }

  /** Two messages in a row: the library merges them, and so must we. */
  private static byte[] scrambled(byte[] bytes, Random random) {
    byte[] twice = IntentionVectors.join(bytes, bytes);
    return random.nextInt(3) == 0
        ? mutated(twice, random)
        : random.nextBoolean() ? twice : mutated(bytes, random);
  }

  static byte[] mutated(byte[] bytes, Random random) {
    byte[] out = bytes.clone();
    for (int i = random.nextInt(3); i > 0 && out.length > 0; i--) {
      out[random.nextInt(out.length)] = (byte) random.nextInt();
    }
    return out;
  }
}
