/* The radio's port without a radio: pieces, credit, doorbell, centrals that go and come; then the vectors named on the
   command line. */
#include "ble.h"

#include <string.h>

#include "bytes.h"
#include "cobs.h"
#include "vector.h"
#include "world.h"

enum { MTU = 247, VALUES_MAX = 64, TEXT_MAX = 8192 };

static struct ble ble;

static void meet(uint16_t mtu) {
  ble_init(&ble);
  CHECK(ble_connect(&ble, 0));
  ble_set_mtu(&ble, mtu);
  ble_subscribe_pieces(&ble, true);
  ble_subscribe_doorbell(&ble, true);
}

static void grant(uint16_t pieces) {
  uint8_t value[BLE_GRANT_BYTES];
  write_u16(value, pieces);
  CHECK(ble_take_grant(&ble, value, sizeof value, 0) == BLE_TAKEN);
}

/* Writes a frame in pieces as a central does, from piece number on. Returns the number after it. */
static uint16_t write_frame(const uint8_t *frame, uint32_t frame_size, uint16_t number) {
  uint8_t piece[BLE_PIECE_BYTES_MAX];
  uint32_t room = ble.piece_bytes - 1u;
  for (uint32_t at = 0; at < frame_size; at += room) {
    uint32_t bytes = frame_size - at < room ? frame_size - at : room;
    piece[0] = (uint8_t)((at == 0 ? BLE_FIRST : 0) | (at + bytes == frame_size ? BLE_LAST : 0) | (number++ & 63));
    memcpy(piece + 1, frame + at, bytes);
    CHECK(ble_take_piece(&ble, piece, bytes + 1, 0) == BLE_TAKEN);
  }
  return number;
}

/* Reads as the bridge does until nothing comes; returns the bytes. */
static uint32_t read_all(uint8_t *out, uint32_t out_size) {
  uint32_t size = 0;
  uint32_t more;
  while ((more = ble_read(&ble, out + size, out_size - size < 100 ? out_size - size : 100)) > 0) {
    size += more;
  }
  return size;
}

static uint32_t frame_of(uint8_t *raw, uint16_t payload_size, uint8_t fill) {
  uint8_t payload[FRAME_PAYLOAD_BYTES_MAX];
  memset(payload, fill, sizeof payload);
  frame_view view = {.type = FRAME_DATA, .payload = payload, .payload_size = payload_size};
  int32_t size = frame_write(&view, raw, FRAME_BYTES_MAX);
  CHECK(size > 0);
  return (uint32_t)size;
}

static void give_frame(uint16_t payload_size, uint8_t fill) {
  uint8_t line[FRAME_LINE_BYTES_MAX];
  uint32_t size = world_data(line, 0, 0, fill, payload_size);
  uint32_t at = 0;
  while (at < size) {
    uint32_t taken = ble_write(&ble, line + at, size - at < 200 ? size - at : 200);
    CHECK(taken > 0);
    at += taken;
  }
}

/* Takes pieces as notified, joins them; returns the bytes of the frame, 0 when it did not end. */
static uint32_t take_frame(uint8_t *out, uint32_t pieces_max) {
  uint8_t piece[BLE_PIECE_BYTES_MAX];
  uint32_t size = 0;
  uint32_t bytes;
  for (uint32_t i = 0; i < pieces_max && (bytes = ble_next_piece(&ble, piece)) > 0; i++) {
    CHECK(((piece[0] & BLE_FIRST) != 0) == (size == 0) && bytes <= ble.piece_bytes);
    memcpy(out + size, piece + 1, bytes - 1);
    size += bytes - 1;
    ble_piece_sent(&ble);
    if ((piece[0] & BLE_LAST) != 0) {
      return size;
    }
  }
  return 0;
}

static void frames_go_both_ways_at_every_mtu(void) {
  static const uint16_t SIZES[] = {1, 6, 9, 10, 300, 1024};
  for (uint16_t mtu = 20; mtu <= 300; mtu++) {
    meet(mtu);
    grant(1000);
    uint16_t number = 0;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
      uint8_t raw[FRAME_BYTES_MAX];
      uint8_t got[FRAME_LINE_BYTES_MAX];
      uint32_t size = frame_of(raw, SIZES[i], (uint8_t)mtu);
      uint32_t pieces = (size + ble.piece_bytes - 2u) / (ble.piece_bytes - 1u);
      if (pieces <= BLE_PIECES) {
        number = write_frame(raw, size, number);
        CHECK(cobs_decode(got, read_all(got, sizeof got) - 1u) == (int32_t)size && memcmp(got, raw, size) == 0);
      }
      give_frame(SIZES[i], (uint8_t)mtu);
      CHECK(take_frame(got, 100) == size && memcmp(got, raw, size) == 0);
    }
  }
  CHECK(ble.piece_bytes == BLE_PIECE_BYTES_MAX);
}

static void a_frame_longer_than_the_credit_goes_as_the_doorbell_rings(void) {
  meet(BLE_MTU_MIN);
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t got[FRAME_LINE_BYTES_MAX];
  uint8_t bell[BLE_DOORBELL_BYTES];
  uint32_t size = frame_of(raw, 1024, 7);
  uint16_t limit = 0;
  uint32_t read = 0;
  int rings = 0;
  for (uint32_t number = 0, at = 0; at < size; number++) {
    if (number == limit) {
      read += ble_read(&ble, got, sizeof got);
      CHECK(ble_doorbell_is_due(&ble));
      ble_doorbell(&ble, bell);
      ble_doorbell_sent(&ble);
      CHECK(!ble_doorbell_is_due(&ble) && read_u16(bell) == number + BLE_PIECES);
      limit = read_u16(bell);
      rings++;
    }
    uint8_t piece[20];
    uint32_t bytes = size - at < 19 ? size - at : 19;
    piece[0] = (uint8_t)((at == 0 ? BLE_FIRST : 0) | (at + bytes == size ? BLE_LAST : 0) | (number & 63));
    memcpy(piece + 1, raw + at, bytes);
    CHECK(ble_take_piece(&ble, piece, bytes + 1, 0) == BLE_TAKEN);
    at += bytes;
  }
  CHECK(read == 0 && rings == 4);
  CHECK(cobs_decode(got, read_all(got, sizeof got) - 1u) == (int32_t)size && memcmp(got, raw, size) == 0);
}

static void nothing_goes_without_a_grant(void) {
  meet(MTU);
  uint8_t piece[BLE_PIECE_BYTES_MAX];
  give_frame(600, 1);
  CHECK(ble_next_piece(&ble, piece) == 0 && ble_write(&ble, piece, 1) == 0);
  grant(1);
  CHECK(ble_next_piece(&ble, piece) == 244);
  ble_piece_sent(&ble);
  CHECK(ble_next_piece(&ble, piece) == 0);
  grant(0); /* takes nothing back */
  grant(3);
  ble_subscribe_pieces(&ble, false);
  CHECK(ble_next_piece(&ble, piece) == 0 && !ble_present(&ble));
  ble_subscribe_pieces(&ble, true);
  CHECK(ble_next_piece(&ble, piece) == 244 && piece[0] == 1);
}

static void a_frame_cut_short_goes_again_whole_to_the_next(void) {
  meet(MTU);
  grant(1);
  give_frame(600, 9);
  uint8_t got[FRAME_BYTES_MAX];
  CHECK(take_frame(got, 1) == 0);
  CHECK(!ble_connect(&ble, 5));
  ble_disconnect(&ble);
  CHECK(ble_next_piece(&ble, got) == 0 && !ble_present(&ble) && ble_connect(&ble, 5));
  ble_subscribe_pieces(&ble, true);
  CHECK(ble_next_piece(&ble, got) == 0);
  grant(100);
  CHECK(take_frame(got, 100) == 610 && got[100] == 9);
}

static void the_half_of_a_frame_is_dropped_when_the_central_goes(void) {
  meet(MTU);
  const uint8_t half[] = {BLE_FIRST, 1, 2, 3};
  CHECK(ble_take_piece(&ble, half, sizeof half, 0) == BLE_TAKEN);
  uint8_t out[64];
  CHECK(read_all(out, sizeof out) == 0);
  ble_disconnect(&ble);
  CHECK(ble_connect(&ble, 0));
  const uint8_t rest[] = {BLE_LAST, 4};
  const uint8_t whole[] = {BLE_FIRST | BLE_LAST | 1, 5, 0, 6};
  CHECK(ble_take_piece(&ble, rest, sizeof rest, 0) == BLE_OUT_OF_TURN);
  CHECK(ble_take_piece(&ble, whole, sizeof whole, 0) == BLE_TAKEN);
  const uint8_t line[] = {2, 5, 2, 6, 0};
  CHECK(read_all(out, sizeof out) == sizeof line && memcmp(out, line, sizeof line) == 0);
  bridge_losses losses = ble_take_losses(&ble);
  CHECK(losses.bytes == 3 + 2 && losses.line_errors == 1 && ble_take_losses(&ble).bytes == 0);
}

static void missing_pieces_cost_no_credit(void) {
  meet(MTU);
  uint8_t out[64];
  for (uint16_t number = 0; number < 1000; number = (uint16_t)(number + 1 + world_below(BLE_PIECES))) {
    const uint8_t piece[] = {(uint8_t)(BLE_FIRST | BLE_LAST | (number & 63)), 1};
    CHECK(ble_take_piece(&ble, piece, sizeof piece, 0) == BLE_TAKEN);
    (void)read_all(out, sizeof out);
    uint8_t bell[BLE_DOORBELL_BYTES];
    ble_doorbell(&ble, bell);
    CHECK(read_u16(bell) == number + 1 + BLE_PIECES);
  }
}

static void the_doorbell_says_that_frames_wait(void) {
  meet(MTU);
  uint8_t bell[BLE_DOORBELL_BYTES];
  CHECK(ble_doorbell_is_due(&ble));
  ble_doorbell(&ble, bell);
  ble_doorbell_sent(&ble);
  CHECK(read_u16(bell) == BLE_PIECES && read_u16(bell + 2) == 0 && !ble_doorbell_is_due(&ble));
  ble_set_waiting(&ble, 3);
  CHECK(ble_doorbell_is_due(&ble));
  ble_doorbell_sent(&ble);
  ble_set_waiting(&ble, 4);
  CHECK(!ble_doorbell_is_due(&ble));
  ble_set_waiting(&ble, 0);
  ble_set_waiting(&ble, 1);
  ble_doorbell(&ble, bell);
  CHECK(ble_doorbell_is_due(&ble) && read_u16(bell + 2) == 1);
}

static void a_silent_central_is_let_go(void) {
  meet(MTU);
  CHECK(!ble_is_silent(&ble, BLE_SILENCE_MS - 1) && ble_is_silent(&ble, BLE_SILENCE_MS));
  const uint8_t value[BLE_GRANT_BYTES] = {0};
  CHECK(ble_take_grant(&ble, value, 2, 7) == BLE_TAKEN && !ble_is_silent(&ble, BLE_SILENCE_MS + 6));
  CHECK(ble_take_grant(&ble, value, 1, 70) == BLE_BAD_LENGTH && ble_is_silent(&ble, BLE_SILENCE_MS + 7));
  ble_disconnect(&ble);
  CHECK(!ble_is_silent(&ble, 2 * BLE_SILENCE_MS));
}

/* A bridge with a port 3 as the radio gives it one, its node away and back. */
static struct world *world;
static uint32_t (*read_others)(void *, uint8_t, uint8_t *, uint32_t);
static uint32_t (*write_others)(void *, uint8_t, const uint8_t *, uint32_t);

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  return port == BRIDGE_PORT_BLE ? ble_read(&ble, buf, buf_size) : read_others(context, port, buf, buf_size);
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  return port == BRIDGE_PORT_BLE ? ble_write(&ble, buf, buf_size) : write_others(context, port, buf, buf_size);
}

static void a_bridge_carries_between_the_node_and_a_central(void) {
  world = world_new();
  read_others = world->hal.read;
  write_others = world->hal.write;
  world->hal.read = read_port;
  world->hal.write = write_port;
  world->board.ports = 15;
  meet(MTU);
  world_restart(world);
  world_settle(world);
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t line[FRAME_LINE_BYTES_MAX];
  frame_view view;
  (void)write_frame(raw, frame_of(raw, 500, 3), 0);
  world_settle(world);
  CHECK(world_frame(world, 0, &view) && view.payload[0] == 64 && view.payload_size == 1 + 3 * 16);
  CHECK(world_frame(world, 0, &view) && view.port == 3 && view.payload_size == 500 && view.payload[9] == 3);
  world_put(world, 0, line, world_data(line, 3, 5, 8, 700));
  world_settle(world);
  grant(10);
  uint32_t size = take_frame(raw, 10);
  CHECK(frame_read(raw, size, &view) == 700 && view.port == 0 && view.seq == 5);
  const uint8_t port[] = {2, 3};
  CHECK(world_ask(world, 0, port, 2) == 0 && world_body[1] == BRIDGE_KIND_BLE && read_u32(world_body + 4) == 0);
  const uint8_t rate[] = {3, 3, 0, 0xc2, 1, 0, 8, 0, 1};
  CHECK(world_ask(world, 0, rate, sizeof rate) == 4);
  free(world);
}

/* The values of a field with spaces between them, one after the other; returns how many. */
static uint32_t values(const char *text, const char *name, uint8_t out[VALUES_MAX][BLE_PIECE_BYTES_MAX + 8],
                       uint32_t sizes[VALUES_MAX]) {
  static char field[TEXT_MAX];
  uint32_t count = 0;
  if (!vector_has(text, name)) {
    return 0;
  }
  vector_field(text, name, field, sizeof field);
  for (char *word = strtok(field, " "); word != NULL; word = strtok(NULL, " ")) {
    CHECK(count < VALUES_MAX);
    sizes[count] = (uint32_t)strlen(word) / 2;
    for (uint32_t i = 0; i < sizes[count]; i++) {
      char pair[3] = {word[2 * i], word[2 * i + 1], '\0'};
      out[count][i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    count++;
  }
  return count;
}

static void check_written(const char *text) {
  static uint8_t value[VALUES_MAX][BLE_PIECE_BYTES_MAX + 8];
  static const char *const VERDICTS[] = {"TAKEN", "BAD_LENGTH", "OUT_OF_TURN", "TOO_LONG", "NO_CREDIT"};
  uint32_t sizes[VALUES_MAX];
  char wanted[32];
  uint8_t line[2 * FRAME_LINE_BYTES_MAX];
  uint8_t expected[2 * FRAME_LINE_BYTES_MAX];
  vector_field(text, "verdict", wanted, sizeof wanted);
  ble_verdict verdict = BLE_TAKEN;
  uint32_t count = values(text, "written", value, sizes);
  for (uint32_t i = 0; i < count; i++) {
    verdict = ble_take_piece(&ble, value[i], sizes[i], 0);
  }
  count = values(text, "granted", value, sizes);
  for (uint32_t i = 0; i < count; i++) {
    verdict = ble_take_grant(&ble, value[i], sizes[i], 0);
  }
  CHECK(strcmp(VERDICTS[verdict], wanted) == 0);
  uint32_t expected_size = vector_has(text, "line") ? vector_bytes(text, "line", expected, sizeof expected) : 0;
  CHECK(read_all(line, sizeof line) == expected_size && memcmp(line, expected, expected_size) == 0);
}

static void check(const char *text) {
  static uint8_t value[VALUES_MAX][BLE_PIECE_BYTES_MAX + 8];
  uint32_t sizes[VALUES_MAX];
  uint8_t buf[FRAME_LINE_BYTES_MAX];
  meet((uint16_t)vector_number(text, "mtu"));
  check_written(text);
  if (vector_has(text, "frame")) {
    uint32_t size = vector_bytes(text, "frame", buf, sizeof buf);
    for (uint32_t at = 0; at < size;) {
      at += ble_write(&ble, buf + at, size - at);
    }
  }
  uint32_t count = values(text, "notified", value, sizes);
  for (uint32_t i = 0; i < count; i++) {
    uint8_t piece[BLE_PIECE_BYTES_MAX];
    CHECK(ble_next_piece(&ble, piece) == sizes[i] && memcmp(piece, value[i], sizes[i]) == 0);
    ble_piece_sent(&ble);
  }
  CHECK(ble_next_piece(&ble, buf) == 0);
  if (vector_has(text, "doorbell")) {
    uint8_t bell[BLE_DOORBELL_BYTES];
    ble_doorbell(&ble, bell);
    CHECK(vector_bytes(text, "doorbell", buf, sizeof buf) == sizeof bell && memcmp(bell, buf, sizeof bell) == 0);
  }
}

int main(int argc, char **argv) {
  frames_go_both_ways_at_every_mtu();
  a_frame_longer_than_the_credit_goes_as_the_doorbell_rings();
  nothing_goes_without_a_grant();
  a_frame_cut_short_goes_again_whole_to_the_next();
  the_half_of_a_frame_is_dropped_when_the_central_goes();
  missing_pieces_cost_no_credit();
  the_doorbell_says_that_frames_wait();
  a_silent_central_is_let_go();
  a_bridge_carries_between_the_node_and_a_central();
  for (int i = 1; i < argc; i++) {
    world_case = argv[i];
    check(vector_text(argv[i]));
  }
  CHECK(argc > 10);
  printf("ble: 9 tests, %d vectors, 0 failures\n", argc - 1);
  return EXIT_SUCCESS;
}
