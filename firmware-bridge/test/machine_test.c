/* The images for QEMU's Cortex-M33: machine_test bridge.elf crash.elf measure.elf VECTOR...
   The bridge is shown the vectors; two ends exchange frames through it while the line flips bits and it is reset; what
   breaks is recorded; instructions are counted. */
#include "machine.h"

#include <string.h>

#include "bytes.h"
#include "cobs.h"
#include "end.h"
#include "fault.h"
#include "vector.h"
#include "world.h"

enum { BYTES_MAX = 2048, ANSWER_MS = 5000, FRAMES = 150, RESETS = 3, FLIPS_PER_MILLION = 50 };

static struct machine machine;
static line_reader readers[MACHINE_UARTS];
static uint8_t pending[MACHINE_UARTS][BYTES_MAX];
static uint32_t pending_size[MACHINE_UARTS];

/* The next frame of a UART that is no notice, as it came on the line; 0 when none comes. */
static uint32_t next_line(int uart, uint8_t *line, frame_view *view) {
  static uint8_t kept[FRAME_LINE_BYTES_MAX];
  uint32_t size = 0;
  for (;;) {
    if (pending_size[uart] == 0) {
      pending_size[uart] = machine_take(&machine, uart, pending[uart], BYTES_MAX, ANSWER_MS);
      if (pending_size[uart] == 0) {
        return 0;
      }
    }
    uint8_t byte = pending[uart][0];
    memmove(pending[uart], pending[uart] + 1, --pending_size[uart]);
    int32_t result;
    (void)line_reader_take(&readers[uart], &byte, 1, &result, view);
    if (size > 0 || byte != 0) {
      kept[size++] = byte;
    }
    if (result > 0) {
      bool notice = view->port == BRIDGE_CONTROL_PORT && view->payload[0] == 64;
      if (!notice) {
        memcpy(line, kept, size);
        return size;
      }
      size = 0;
    }
  }
}

static const char *const OWN[] = {"bridge-identify.", "bridge-settings.",      "bridge-counters.",
                                  "bridge-port-usb.", "bridge-port-uart.",     "bridge-line.",
                                  "bridge-set.",      "bridge-restart.",       "bridge-not-stored.",
                                  "bridge-kept.",     "bridge-range-rate-300", "bridge-range-rate-most"};

static bool is_own(const char *path) {
  for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++) {
    if (strstr(path, OWN[i]) != NULL) {
      return true;
    }
  }
  return false;
}

static void show(const char *path) {
  const char *text = vector_text(path);
  uint8_t input[BYTES_MAX];
  uint8_t expected[BYTES_MAX];
  uint8_t got[BYTES_MAX];
  frame_view view;
  machine_put(&machine, (int)vector_number(text, "from"), input, vector_bytes(text, "input", input, sizeof input));
  if (vector_has(text, "to")) {
    uint32_t size = vector_bytes(text, "output", expected, sizeof expected);
    CHECK(next_line((int)vector_number(text, "to"), got, &view) == size && memcmp(got, expected, size) == 0);
  }
}

static void ask(uint8_t kind, frame_view *view) {
  uint8_t line[FRAME_LINE_BYTES_MAX];
  machine_put(&machine, 0, line, world_request(line, kind, &kind, 1));
  CHECK(next_line(0, line, view) > 0 && view->port == BRIDGE_CONTROL_PORT && view->tag == kind &&
        view->payload[1] == 0);
}

static void the_vectors_hold_on_the_processor(int count, char **paths) {
  int shown = 0;
  frame_view view;
  ask(1, &view);
  CHECK(view.payload_size == 2 + 32 && view.payload[3] == 5 && view.payload[7] == 0);
  for (int i = 0; i < count; i++) {
    if (!is_own(paths[i])) {
      world_case = paths[i];
      show(paths[i]);
      shown++;
    }
  }
  world_case = NULL;
  printf("qemu: %d vectors\n", shown);
}

static void flip(uint8_t *buf, uint32_t size) {
  for (uint32_t i = 0; i < size; i++) {
    if (world_below(1000000) < FLIPS_PER_MILLION) {
      buf[i] ^= (uint8_t)(1u << world_below(8));
    }
  }
}

/* Moves what there is between an end and its UART; true when something moved. */
static bool move(struct end *end, int uart) {
  uint8_t buf[256];
  uint32_t size = machine_take(&machine, uart, buf, sizeof buf, 0);
  bool moved = size > 0;
  flip(buf, uart == 1 ? size : 0);
  end_step(end, machine_now_us(), buf, size);
  size = end_take(end, buf, sizeof buf);
  flip(buf, uart == 1 ? size : 0);
  machine_put(&machine, uart, buf, size);
  return moved || size > 0;
}

static void frames_arrive_though_bits_flip_and_it_is_reset(void) {
  static struct end ends[2];
  end_init(&ends[0], 1, FRAMES, 3, 500000);
  end_init(&ends[1], 0, FRAMES, 3, 500000);
  uint64_t start_us = machine_now_us();
  int resets = 0;
  while (ends[0].received < FRAMES || ends[1].received < FRAMES) {
    bool moved = move(&ends[0], 0);
    moved = move(&ends[1], 1) || moved;
    if (!moved) {
      uint8_t none[1];
      (void)machine_take(&machine, 2, none, sizeof none, 1); /* nothing comes from there: waits 1 ms */
    }
    if (ends[1].received >= (resets + 1) * FRAMES / (RESETS + 1) && resets < RESETS) {
      machine_reset(&machine);
      resets++;
    }
    CHECK(machine_now_us() - start_us < 120000000u);
  }
  uint64_t took_us = machine_now_us() - start_us;
  printf("qemu: %d frames of %d bytes each way, %d resets, %.1f s\n", FRAMES, END_FRAME_BYTES, resets,
         (double)took_us / 1e6);
  CHECK(resets == RESETS);
  memset(pending_size, 0, sizeof pending_size);
  frame_view view;
  uint8_t some[256];
  while (machine_take(&machine, 0, some, sizeof some, 200) > 0) {
  }
  line_reader_init(&readers[0]);
  ask(1, &view);
  CHECK(view.payload[2 + 5] == BRIDGE_START_REQUEST && read_u32(view.payload + 2 + 28) == 1 + RESETS);
}

/* What the crashing image says when it starts: why, and the record's kind, file, line and program counter. */
static void started(uint32_t said[5]) {
  char text[128];
  uint32_t size = 0;
  while (size == 0 || text[size - 1] != '\n') {
    uint32_t more = machine_take(&machine, 0, (uint8_t *)text + size, (uint32_t)(sizeof text - 1 - size), ANSWER_MS);
    CHECK(more > 0);
    size += more;
  }
  text[size] = '\0';
  CHECK(sscanf(text, " %x %x %x %x %x", &said[0], &said[1], &said[2], &said[3], &said[4]) == 5);
}

static void what_breaks_is_recorded(const char *image) {
  static const struct {
    const char *name;
    uint8_t byte;
    bridge_start why;
  } CRASHES[] = {{"assertion", 'a', BRIDGE_START_ASSERTION},
                 {"fault", 'f', BRIDGE_START_FAULT},
                 {"stack", 's', BRIDGE_START_STACK},
                 {"watchdog", 'w', BRIDGE_START_WATCHDOG}};
  uint32_t said[5];
  machine_start(&machine, image, 0);
  started(said);
  CHECK(said[0] == BRIDGE_START_POWER && said[1] == 0);
  for (size_t i = 0; i < sizeof CRASHES / sizeof CRASHES[0]; i++) {
    world_case = CRASHES[i].name;
    machine_put(&machine, 0, &CRASHES[i].byte, 1);
    started(said);
    CHECK(said[0] == CRASHES[i].why && said[1] == CRASHES[i].why);
    bool asserted = CRASHES[i].why == BRIDGE_START_ASSERTION;
    CHECK(said[2] == (asserted ? fault_file_hash("crash.c") : 0) && (said[3] > 0) == asserted);
    CHECK(CRASHES[i].why == BRIDGE_START_STACK || (said[4] >= 0x10000000 && said[4] < 0x10010000));
  }
  world_case = NULL;
  machine_reset(&machine);
  started(said);
  CHECK(said[0] == BRIDGE_START_REQUEST && said[1] == BRIDGE_START_WATCHDOG); /* the record stays */
  machine_stop(&machine);
}

static void a_frame_takes_few_instructions(const char *image) {
  char text[2048];
  uint32_t size = 0;
  machine_start(&machine, image, 1);
  for (;;) {
    uint32_t more = machine_take(&machine, 0, (uint8_t *)text + size, (uint32_t)(sizeof text - 1 - size), 30000);
    CHECK(more > 0);
    size += more;
    text[size] = '\0';
    if (strstr(text, "measured\n") != NULL) {
      break;
    }
    CHECK(strstr(text, "too many\n") == NULL);
  }
  printf("instructions on a Cortex-M33\n%s", text);
  machine_stop(&machine);
}

int main(int argc, char **argv) {
  CHECK(argc > 50);
  for (int i = 0; i < MACHINE_UARTS; i++) {
    line_reader_init(&readers[i]);
  }
  machine_start(&machine, argv[1], 0);
  the_vectors_hold_on_the_processor(argc - 4, argv + 4);
  frames_arrive_though_bits_flip_and_it_is_reset();
  machine_stop(&machine);
  what_breaks_is_recorded(argv[2]);
  a_frame_takes_few_instructions(argv[3]);
  printf("qemu: 4 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
