/* Reads the vectors named on the command line, the same files that the Java tests read, and compares each verdict; a
   valid frame is also written again and must give the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge_assert.h"
#include "bridge_error.h"
#include "cobs.h"
#include "crc32c.h"
#include "frame.h"
#include "vector.h"

enum { BYTES_MAX = 2048 };

static const struct {
  const char *name;
  int32_t result;
} VERDICTS[] = {
    {"BAD_STUFFING", BRIDGE_BAD_STUFFING},
    {"TOO_SHORT", BRIDGE_TOO_SHORT},
    {"TOO_LONG", BRIDGE_TOO_LONG},
    {"BAD_CHECKSUM", BRIDGE_BAD_CHECKSUM},
    {"UNKNOWN_VERSION", BRIDGE_UNKNOWN_VERSION},
    {"UNKNOWN_TYPE", BRIDGE_UNKNOWN_TYPE},
    {"UNKNOWN_FLAG", BRIDGE_UNKNOWN_FLAG},
    {"BAD_PAYLOAD", BRIDGE_BAD_PAYLOAD},
};

static int failures = 0;

static void expect(int ok, const char *file, const char *what) {
  if (!ok) {
    printf("%s: %s\n", file, what);
    failures++;
  }
}

static void expect_same_bytes(const char *file, const frame_view *view, const uint8_t *line, uint32_t line_size) {
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t stuffed[FRAME_LINE_BYTES_MAX];
  int32_t raw_size = frame_write(view, raw, sizeof raw);
  expect(raw_size > 0, file, "cannot be written");
  int32_t size = cobs_encode(raw, (uint32_t)raw_size, stuffed, sizeof stuffed);
  expect(size >= 0 && (uint32_t)size + 1 == line_size, file, "is written with another length");
  expect(size >= 0 && memcmp(stuffed, line, (size_t)size) == 0, file, "is written differently");
}

static void check(const char *file, const char *text) {
  char verdict[64];
  uint8_t line[BYTES_MAX];
  uint8_t decoded[BYTES_MAX];
  vector_field(text, "verdict", verdict, sizeof verdict);
  uint32_t line_size = vector_bytes(text, "input", line, sizeof line);
  memcpy(decoded, line, line_size);
  int32_t result = cobs_decode(decoded, line_size - 1);
  frame_view view;
  if (result >= 0) {
    result = frame_read(decoded, (uint32_t)result, &view);
  }
  if (strcmp(verdict, "VALID") == 0) {
    expect(result >= 0, file, "is refused");
    if (result >= 0) {
      expect_same_bytes(file, &view, line, line_size);
    }
    return;
  }
  for (size_t i = 0; i < sizeof VERDICTS / sizeof VERDICTS[0]; i++) {
    if (strcmp(verdict, VERDICTS[i].name) == 0) {
      expect(result == VERDICTS[i].result, file, "gets another verdict");
      return;
    }
  }
  expect(0, file, "names a verdict that this codec does not know");
}

int main(int argc, char **argv) {
  expect(crc32c((const uint8_t *)"123456789", 9) == 0xe3069283u, "crc32c", "fails its check value");
  for (int i = 1; i < argc; i++) {
    check(argv[i], vector_text(argv[i]));
  }
  expect(argc > 30, "vectors", "are missing");
  printf("%d vectors of the line, %d failures\n", argc - 1, failures);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

_Noreturn void bridge_assert_failed(const char *file, uint32_t line) {
  printf("%s:%u: assertion\n", file, line);
  exit(EXIT_FAILURE);
}
