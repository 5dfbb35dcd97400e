package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.Hex;
import java.util.ArrayList;
import java.util.List;

/**
 * An S-expression, the form in which people are shown intentions: a symbol, text, raw bytes, an
 * unsigned number, or a list. Cold. Source: docs/protocol.md §11; the Rust engine's {@code
 * sexpr.rs} has the forms, escaping is ours.
 */
public sealed interface Sexpr {
  /** Bytes that the compact form shows of raw bytes. */
  int COMPACT_BYTES = 8;

  /** A bare word, like {@code put} or {@code :active}. */
  record Symbol(String name) implements Sexpr {}

  /** Text in quotes. */
  record Text(String text) implements Sexpr {}

  /** Raw bytes, shown as their hexadecimal digits; the record holds the digits. */
  record Raw(String hex) implements Sexpr {}

  /** An unsigned number. */
  record Number(long value) implements Sexpr {}

  /** Items in parentheses. */
  record Items(List<Sexpr> items) implements Sexpr {}

  /** A bare word. */
  static Sexpr symbol(String name) {
    return new Symbol(name);
  }

  /** Text in quotes. */
  static Sexpr text(String text) {
    return new Text(text);
  }

  /** The raw bytes from {@code offset}. */
  static Sexpr raw(byte[] bytes, int offset, int length) {
    return new Raw(Hex.encode(bytes, offset, length));
  }

  /** An unsigned number. */
  static Sexpr number(long value) {
    return new Number(value);
  }

  /** A list that begins with the bare word {@code head}. */
  static Sexpr list(String head, Sexpr... rest) {
    List<Sexpr> items = new ArrayList<>();
    items.add(symbol(head));
    items.addAll(List.of(rest));
    return new Items(List.copyOf(items));
  }

  /** The list without items. */
  static Sexpr empty() {
    return new Items(List.of());
  }

  /** One line, everything in full. */
  default String full() {
    StringBuilder out = new StringBuilder();
    write(this, out, false);
    return out.toString();
  }

  /** One line, raw bytes cut at {@link #COMPACT_BYTES} with {@code …}. */
  default String compact() {
    StringBuilder out = new StringBuilder();
    write(this, out, true);
    return out.toString();
  }

  /** In full, each item of the outer list behind the first on a line of its own. */
  default String pretty() {
    if (!(this instanceof Items list) || list.items().isEmpty()) {
      return full();
    }
    StringBuilder out = new StringBuilder("(");
    for (int i = 0; i < list.items().size(); i++) {
      out.append(i == 0 ? "" : "\n  ");
      write(list.items().get(i), out, false);
    }
    return out.append(')').toString();
  }

  private static void write(Sexpr value, StringBuilder out, boolean compact) {
    if (value instanceof Symbol symbol) {
      out.append(symbol.name());
    } else if (value instanceof Text text) {
      quote(text.text(), out);
    } else if (value instanceof Raw raw) {
      int shown = compact ? Math.min(raw.hex().length(), 2 * COMPACT_BYTES) : raw.hex().length();
      out.append(raw.hex(), 0, shown).append(shown < raw.hex().length() ? "…" : "");
    } else if (value instanceof Number number) {
      out.append(Long.toUnsignedString(number.value()));
    } else if (value instanceof Items list) {
      out.append('(');
      for (int i = 0; i < list.items().size(); i++) {
        out.append(i == 0 ? "" : " ");
        write(list.items().get(i), out, compact);
      }
      out.append(')');
    } else {
      throw new AssertionError(value);
    }
  }

  /** Quotes and backslashes get a backslash; control characters are written as such. */
  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
