/* Writes the vectors of the radio's port, docs/vectors/ble-*.txt, into the folder named on the command line:
   docs/bridge.md, section 8. Knows nothing of the bridge's code but the stuffing and the checksum: every piece is
   spelled out here. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cobs.h"
#include "crc32c.h"

enum { LEAST = 23, LONG = 247, TEXT_MAX = 16384, BYTES_MAX = 1200 };

static const char *folder;

typedef struct vector {
  const char *name;
  int rule;
  const char *verdict;
  const char *comment;
  int mtu;
  const char *written;
  const char *frame; /* the raw frame that the bridge reads after what was written */
  const char *granted;
  const char *given; /* the raw frame that the bridge has for the central */
  const char *notified;
  const char *doorbell;
} vector;

static void print_stuffed(FILE *file, const char *name, const char *hex) {
  uint8_t raw[BYTES_MAX];
  uint8_t line[BYTES_MAX + 8];
  uint32_t size = (uint32_t)strlen(hex) / 2;
  for (uint32_t i = 0; i < size; i++) {
    char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
    raw[i] = (uint8_t)strtoul(pair, NULL, 16);
  }
  int32_t stuffed = cobs_encode(raw, size, line, sizeof line);
  fprintf(file, "%s: ", name);
  for (int32_t i = 0; i < stuffed; i++) {
    fprintf(file, "%02x", line[i]);
  }
  fprintf(file, "00\n");
}

static void print_field(FILE *file, const char *name, const char *value) {
  if (value != NULL) {
    fprintf(file, "%s: %s\n", name, value);
  }
}

static void write_one(const vector *from) {
  char path[512];
  (void)snprintf(path, sizeof path, "%s/ble-%s.txt", folder, from->name);
  FILE *file = fopen(path, "wb");
  if (file == NULL) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  fprintf(file, "rule: bridge.md#bridge-%d\nverdict: %s\ncomment: %s\nmtu: %d\n", from->rule, from->verdict,
          from->comment, from->mtu);
  print_field(file, "written", from->written);
  print_field(file, "granted", from->granted);
  if (from->frame != NULL) {
    print_stuffed(file, "line", from->frame);
  }
  if (from->given != NULL) {
    print_stuffed(file, "frame", from->given);
  }
  print_field(file, "notified", from->notified);
  print_field(file, "doorbell", from->doorbell);
  (void)fclose(file);
}

/* So many pieces of `each` bytes a5, numbered from 0; the first begins a frame. */
static char *pieces(int count, int each) {
  static char out[2][TEXT_MAX];
  static int turn = 0;
  turn ^= 1;
  int at = 0;
  for (int i = 0; i < count; i++) {
    int head = (i == 0 ? 0x80 : 0) | (i & 0x3f);
    at += snprintf(out[turn] + at, TEXT_MAX - (size_t)at, "%s%02x", i == 0 ? "" : " ", (unsigned)head);
    for (int k = 0; k < each; k++) {
      at += snprintf(out[turn] + at, TEXT_MAX - (size_t)at, "a5");
    }
  }
  return out[turn];
}

/* So many bytes a5. */
static char *bytes(int count) {
  static char out[2][TEXT_MAX];
  static int turn = 0;
  turn ^= 1;
  for (int i = 0; i < count; i++) {
    memcpy(out[turn] + 2 * i, "a5", 3);
  }
  return out[turn];
}

/* Two texts in one. */
static char *both(const char *a, const char *b) {
  static char out[4][256];
  static int turn = 0;
  turn = (turn + 1) % 4;
  (void)snprintf(out[turn], sizeof out[turn], "%s%s", a, b);
  return out[turn];
}

#define NINETEEN "0102030405060708090a0b0c0d0e0f10111213"
#define DATA "12005a1c00000102030405060708090a"

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "write_ble_vectors FOLDER\n");
    return EXIT_FAILURE;
  }
  folder = argv[1];
  char full[TEXT_MAX];
  (void)snprintf(full, sizeof full, "%s 10a5", pieces(16, 1));
  char over[TEXT_MAX];
  (void)snprintf(over, sizeof over, "%s 44%s", pieces(4, 243), bytes(1038 - 4 * 243));
  char longest[TEXT_MAX];
  (void)snprintf(longest, sizeof longest, "%s 44%s", pieces(4, 243), bytes(1037 - 4 * 243));
  /* A DATA frame of 10 bytes, 20 with its checksum: 19 go into a piece of the least MTU. */
  uint8_t raw[16] = {0x12, 0, 0x5a, 0x1c, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  uint32_t crc = crc32c(raw, sizeof raw);
  char check[9];
  (void)snprintf(check, sizeof check, "%02x%02x%02x%02x", crc & 0xff, crc >> 8 & 0xff, crc >> 16 & 0xff, crc >> 24);
  const char *data = both(DATA, check);
  char first[48];
  (void)snprintf(first, sizeof first, "80%.38s", data);
  char two[64];
  (void)snprintf(two, sizeof two, "%s 41%s", first, data + 38);
  const vector all[] = {
      {"one", 30, "TAKEN", "a frame in one piece", LEAST, "c0010203", "010203", NULL, NULL, NULL, "11000000"},
      {"two", 30, "TAKEN", "a frame in two pieces", LEAST, "80010203 4104", "01020304", NULL, NULL, NULL, "12000000"},
      {"longest", 30, "TAKEN", "the longest frame, in pieces of 244 bytes", LONG, longest, bytes(1037), NULL, NULL,
       NULL, "15000000"},
      {"notified", 30, "TAKEN", "20 bytes for the central, which 19 go into a piece", LEAST, NULL, NULL, "0200", data,
       two, "10000000"},
      {"piece-empty", 31, "BAD_LENGTH", "a head and nothing", LEAST, "c0", NULL, NULL, NULL, NULL, "10000000"},
      {"piece-most", 31, "TAKEN", "20 bytes at the least MTU", LEAST, "c0" NINETEEN, NINETEEN, NULL, NULL, NULL,
       "11000000"},
      {"piece-over", 31, "BAD_LENGTH", "one byte more than the MTU has room for", LEAST, "c0" NINETEEN "14", NULL, NULL,
       NULL, NULL, "10000000"},
      {"turn-no-first", 32, "OUT_OF_TURN", "the end of a frame that did not begin", LEAST, "4001", NULL, NULL, NULL,
       NULL, "11000000"},
      {"turn-missing", 32, "OUT_OF_TURN", "piece 1 is missing; its credit comes back", LEAST, "8001 4203", NULL, NULL,
       NULL, NULL, "13000000"},
      {"turn-again", 32, "OUT_OF_TURN", "a piece comes twice", LEAST, "8001 0102 0102", NULL, NULL, NULL, NULL, NULL},
      {"turn-anew", 32, "TAKEN", "a frame begins before the last one ended: that one is dropped", LEAST,
       "8001 0102 c2030405", "030405", NULL, NULL, NULL, "13000000"},
      {"long-over", 33, "TOO_LONG", "a frame of 1038 bytes", LONG, over, NULL, NULL, NULL, NULL, "15000000"},
      {"credit-over", 34, "NO_CREDIT", "a 17th piece before the bridge could look", LEAST, full, NULL, NULL, NULL, NULL,
       NULL},
      {"grant-short", 31, "BAD_LENGTH", "a grant of one byte", LEAST, NULL, NULL, "01", data, NULL, "10000100"},
      {"grant-less", 35, "TAKEN", "a grant takes nothing back", LEAST, NULL, NULL, "0200 0100", data, two, "10000000"},
      {"grant-one", 35, "TAKEN", "one piece was granted, the other waits", LEAST, NULL, NULL, "0100", data, first,
       "10000100"},
  };
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    write_one(&all[i]);
  }
  return EXIT_SUCCESS;
}
