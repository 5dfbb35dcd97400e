package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.filled;
import static dev.latticenano.core.intention.IntentionVectors.join;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Base58Check;
import java.util.Arrays;
import java.util.Map;

/** Vectors of tokens, identities, clocks, store ids, hashes and text. */
final class OtherVectors {
  private final VectorWriter out;

  private OtherVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    OtherVectors vectors = new OtherVectors(out);
    vectors.tokens();
    vectors.identities();
    vectors.clocks();
    vectors.names();
  }

  static InviteToken token() {
    byte[] key = new byte[32];
    IntentionVectors.AUTHOR.publicKey(key, 0);
    return InviteToken.of(IntentionVectors.STORE, filled(7, 32), AuthorId.of(key, 0));
  }

  private void token(String name, Verdict verdict, String text, String comment) {
    out.add("token-" + name, "token", verdict, text, comment, Map.of());
  }

  private void tokens() {
    String text = token().text();
    byte[] message = Base58Check.decode(InviteToken.VERSION, text);
    token("whole", Verdict.OK, text, "124 characters that begin with ubq");
    byte[] unknown = join(message, Hex.decode("2a0100"));
    String longer = Base58Check.encode(InviteToken.VERSION, unknown);
    token("unknown-field", Verdict.OK, longer, "field 5 is passed over");
    token("not-base58", Verdict.TOKEN_TEXT, "not-a-valid-token", "a hyphen is no Base58 digit");
    token("empty", Verdict.TOKEN_TEXT, "", "no characters");
    token("far-too-long", Verdict.TOKEN_TEXT, "u".repeat(1025), "1025 characters");
    token("only-ones", Verdict.TOKEN_CHECKSUM, "1".repeat(25), "zeros have another checksum");
    token("three-ones", Verdict.TOKEN_CHECKSUM, "111", "no room for a checksum");
    char last = text.charAt(123) == 'a' ? 'b' : 'a';
    String mistyped = text.substring(0, 123) + last;
    token("mistyped", Verdict.TOKEN_CHECKSUM, mistyped, "one other character");
    token("cut", Verdict.TOKEN_CHECKSUM, text.substring(0, 100), "the end is missing");
    String other = Base58Check.encode(0, message);
    token("other-version", Verdict.TOKEN_VERSION, other, "version byte 0");
    byte[] cut = Arrays.copyOf(message, message.length - 1);
    String malformed = Base58Check.encode(InviteToken.VERSION, cut);
    token("malformed", Verdict.TOKEN_MALFORMED, malformed, "the message is one byte short");
    byte[] noInviter = Arrays.copyOf(message, message.length - 34);
    String missing = Base58Check.encode(InviteToken.VERSION, noInviter);
    token("inviter-missing", Verdict.TOKEN_FIELD_LENGTH, missing, "no field 3");
  }

  private void identity(String name, Verdict verdict, byte[] input, String comment) {
    out.add("identity-" + name, "identity", verdict, input, comment);
  }

  private void identities() {
    identity("seed", Verdict.OK, filled(0x2a, 32), "the author of most vectors");
    identity("short", Verdict.IDENTITY_LENGTH, filled(0x2a, 31), "31 bytes");
    identity("long", Verdict.IDENTITY_LENGTH, filled(0x2a, 33), "33 bytes");
    identity("empty", Verdict.IDENTITY_LENGTH, new byte[0], "no bytes");
    identity("zero", Verdict.IDENTITY_ZERO, new byte[32], "what a power cut may leave");
  }

  private void clock(String name, String input, String comment) {
    out.add("hlc-" + name, "hlc", Verdict.OK, input, comment, Map.of());
  }

  private void clocks() {
    clock("order-by-time", "compare 100.9 200.0", "time first");
    clock("order-by-counter", "compare 100.5 100.6", "then the counter");
    clock("order-unsigned", "compare 18446744073709551615.0 1.0", "time is unsigned");
    clock("update-received-ahead", "update 100.5 200.3 50", "the received time, counter plus one");
    clock("update-local-ahead", "update 200.5 100.3 50", "the local time, counter plus one");
    clock("update-clock-ahead", "update 100.5 200.3 500", "the clock, counter 0");
    clock("update-equal-received-more", "update 100.5 100.8 50", "the greater counter plus one");
    clock("update-equal-local-more", "update 100.10 100.3 50", "the greater counter plus one");
    clock("update-clock-at-zero", "update 0.0 1700000000000.5 0", "a node without a clock");
    clock("tick-clock-behind", "tick 100.5 50", "the counter moves");
    clock("tick-clock-equal", "tick 100.5 100", "not later: the counter moves");
    clock("tick-clock-ahead", "tick 100.5 200", "the clock moves");
    clock("tick-from-zero", "tick 0.0 12345", "now");
    clock("tick-counter-full", "tick 100.4294967295 50", "ours: the next millisecond, counter 0");
    clock(
        "tick-at-the-end",
        "tick 18446744073709551615.4294967295 50",
        "ours: nothing is later, so it stays");
    clock(
        "clamp-far-future", "clamp 2050000000000.0 100.5 1000 3600000", "the previous one's next");
    clock("clamp-within-drift", "clamp 3601000.7 100.5 1000 3600000", "unchanged");
    clock("future-beyond-drift", "future 3601001.0 1000 3600000", "one ms");
    clock("future-at-drift", "future 3601000.0 1000 3600000", "the bound itself is not future");
    clock(
        "future-bound-beyond-u64",
        "future 18446744073709551615.0 18446744073709551000 3600000",
        "a bound beyond u64 has nothing behind it");
  }

  private void names() {
    byte[] key = new byte[32];
    IntentionVectors.AUTHOR.publicKey(key, 0);
    byte[] input = join(key, Hex.decode("2a000000"));
    out.add(
        "store-id-derived", "store-id", Verdict.OK, input, "creator key, then nonce 42 as u32 LE");
    for (int i = 0; i < 3; i++) {
      out.add("hash-byte-0" + i, "hash", Verdict.OK, new byte[] {(byte) i}, "BLAKE3 of one byte");
    }
    out.add("text-odd", "intention", Verdict.TEXT_NOT_HEX, "012", "half a byte", Map.of());
    out.add("text-not-hex", "ops", Verdict.TEXT_NOT_HEX, "0g", "g is no digit", Map.of());
  }
}
