/* Reads the vectors of the bridge named on the command line, the same files that the Java tests read: each is shown to
   a fresh bridge, and what goes out and what is counted must be as it says; docs/bridge.md, section 8. */
#include <string.h>

#include "vector.h"
#include "world.h"

enum { BYTES_MAX = 2048, FROM_MAX = 3 };

static const struct {
  const char *verdict;
  bridge_count what;
} DROPPED[] = {
    {"STRAY", COUNT_STRAYS},
    {"BAD_CHECKSUM", COUNT_BAD_CHECKSUM},
    {"UNKNOWN_TYPE", COUNT_UNKNOWN_TYPE},
};

static const char *const VERDICTS[] = {"DONE",     "UNKNOWN_REQUEST", "MALFORMED",    "NO_SUCH_PORT",
                                       "NOT_HERE", "OUT_OF_RANGE",    "BAD_SETTINGS", "NOT_STORED"};

static void check_dropped(const struct world *world, uint8_t from, const char *verdict) {
  for (size_t i = 0; i < sizeof DROPPED / sizeof DROPPED[0]; i++) {
    if (strcmp(verdict, DROPPED[i].verdict) == 0) {
      CHECK(world_count(world, from, DROPPED[i].what) == 1);
      return;
    }
  }
  CHECK(strcmp(verdict, "known") == 0);
}

static uint8_t number_of(const char *verdict) {
  uint8_t number = 0;
  while (strcmp(VERDICTS[number], verdict) != 0) {
    number++;
    CHECK(number < sizeof VERDICTS / sizeof VERDICTS[0]);
  }
  return number;
}

static void check_output(struct world *world, const char *text, const char *verdict) {
  uint8_t expected[BYTES_MAX];
  uint8_t got[BYTES_MAX];
  uint32_t to = vector_number(text, "to");
  uint32_t expected_size = vector_bytes(text, "output", expected, sizeof expected);
  uint32_t got_size = world_take(world, (uint8_t)to, got, sizeof got);
  uint32_t zeros = 0;
  while (zeros < got_size && got[zeros] == 0) {
    zeros++;
  }
  CHECK(got_size - zeros == expected_size && memcmp(got + zeros, expected, expected_size) == 0);
  if (strcmp(verdict, "CARRIED") != 0) {
    uint8_t number = number_of(verdict);
    line_reader reader;
    line_reader_init(&reader);
    int32_t result;
    frame_view view;
    (void)line_reader_take(&reader, expected, expected_size, &result, &view);
    CHECK(result > 0 && view.payload_size >= 2 && view.payload[1] == number);
  }
}

static void check(const char *text) {
  struct world *world = world_new();
  char verdict[64];
  uint8_t input[BYTES_MAX];
  vector_field(text, "verdict", verdict, sizeof verdict);
  uint32_t from = vector_number(text, "from");
  CHECK(from < FROM_MAX);
  world->flash_refuses = vector_has(text, "flash");
  uint32_t size = vector_bytes(text, "input", input, sizeof input);
  world_put(world, (uint8_t)from, input, size);
  world_settle(world);
  if (vector_has(text, "to")) {
    check_output(world, text, verdict);
  } else {
    check_dropped(world, (uint8_t)from, verdict);
  }
  for (uint8_t port = 0; port < FROM_MAX; port++) {
    uint8_t rest[1];
    CHECK(world_take(world, port, rest, sizeof rest) == 0);
  }
  free(world);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    world_case = argv[i];
    check(vector_text(argv[i]));
  }
  CHECK(argc > 50);
  printf("%d vectors of the bridge, 0 failures\n", argc - 1);
  return EXIT_SUCCESS;
}
