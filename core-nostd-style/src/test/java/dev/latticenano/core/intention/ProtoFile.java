package dev.latticenano.core.intention;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * docs/lattice.proto as descriptors of protobuf's own library. Reads what that file uses: top-level
 * messages and enums, one level of oneof, {@code repeated}, and scalar, message or enum fields.
 */
final class ProtoFile {
  private static final Pattern FIELD = Pattern.compile("(repeated )?(\\w+) (\\w+) = (\\d+);");
  private static final Pattern VALUE = Pattern.compile("(\\w+) = (\\d+);");
  private static final Pattern BLOCK = Pattern.compile("(message|enum|oneof) (\\w+) \\{");

  private final FileDescriptorProto.Builder file =
      FileDescriptorProto.newBuilder().setName("lattice.proto").setSyntax("proto3");
  private final Set<String> enums = new TreeSet<>();
  private DescriptorProto.Builder message;
  private EnumDescriptorProto.Builder values;
  private boolean inOneof;

  private ProtoFile() {}

  static FileDescriptor read() {
    ProtoFile reader = new ProtoFile();
    String text;
    try {
      text = Files.readString(VectorFolder.path().resolveSibling("lattice.proto"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    text = text.replaceAll("//[^\n]*", "");
    Matcher names = Pattern.compile("enum (\\w+)").matcher(text);
    while (names.find()) {
      reader.enums.add(names.group(1));
    }
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(reader::line);
    try {
      return FileDescriptor.buildFrom(reader.file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  static Descriptor message(String name) {
    Descriptor found = read().findMessageTypeByName(name);
    if (found == null) {
      throw new AssertionError("lattice.proto has no message " + name);
    }
    return found;
  }

  private void line(String line) {
    Matcher block = BLOCK.matcher(line);
    if (line.startsWith("syntax") || line.startsWith("package")) {
      return;
    }
    if (block.matches()) {
      open(block.group(1), block.group(2));
    } else if (line.equals("}")) {
      close();
    } else if (values != null) {
      Matcher value = match(VALUE, line);
      values.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(value.group(1))
              .setNumber(Integer.parseInt(value.group(2))));
    } else {
      field(match(FIELD, line));
    }
  }

  private static Matcher match(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("cannot read: " + line);
    }
    return matcher;
  }

  private void open(String what, String name) {
    switch (what) {
      case "message" -> message = DescriptorProto.newBuilder().setName(name);
      case "enum" -> values = EnumDescriptorProto.newBuilder().setName(name);
      default -> {
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
        inOneof = true;
      }
    }
  }

  private void close() {
    if (inOneof) {
      inOneof = false;
    } else if (values != null) {
      file.addEnumType(values);
      values = null;
    } else {
      file.addMessageType(message);
      message = null;
    }
  }

  private void field(Matcher parts) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(parts.group(3))
            .setNumber(Integer.parseInt(parts.group(4)))
            .setLabel(
                parts.group(1) == null
                    ? FieldDescriptorProto.Label.LABEL_OPTIONAL
                    : FieldDescriptorProto.Label.LABEL_REPEATED);
    String type = parts.group(2);
    if (Character.isLowerCase(type.charAt(0))) {
      field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
    } else {
      field.setTypeName(type);
      field.setType(
          enums.contains(type)
              ? FieldDescriptorProto.Type.TYPE_ENUM
              : FieldDescriptorProto.Type.TYPE_MESSAGE);
    }
    if (inOneof) {
      field.setOneofIndex(message.getOneofDeclCount() - 1);
    }
    message.addField(field);
  }
}
