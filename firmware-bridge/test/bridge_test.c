/* What a bridge does with frames: lanes, turns, absence, pauses, restarts. */
#include <string.h>

#include "bytes.h"
#include "cobs.h"
#include "world.h"

static uint8_t line[FRAME_LINE_BYTES_MAX];

static void put_data(struct world *world, uint8_t port, uint8_t field, uint16_t seq, uint16_t payload_size) {
  world_put(world, port, line, world_data(line, field, seq, (uint8_t)seq, payload_size));
}

static void put_frame(struct world *world, uint8_t port, const frame_view *view) {
  uint8_t raw[FRAME_BYTES_MAX];
  int32_t size = frame_write(view, raw, sizeof raw);
  CHECK(size > 0);
  int32_t stuffed = cobs_encode(raw, (uint32_t)size, line, sizeof line);
  CHECK(stuffed > 0);
  line[stuffed] = 0;
  world_put(world, port, line, (uint32_t)stuffed + 1u);
}

static void put_sync(struct world *world, uint8_t port, uint8_t number) {
  const uint8_t payload[FRAME_SYNC_BYTES] = {number, 0, 0, 0, 0, 0, 0, 0, 0, 4, 14};
  frame_view view = {.type = FRAME_SYNC, .payload = payload, .payload_size = sizeof payload};
  put_frame(world, port, &view);
}

static void a_slow_port_does_not_hold_up_a_fast_one(void) {
  struct world *world = world_new();
  world->room[1] = 0;
  for (uint16_t i = 0; i < 40; i++) {
    put_data(world, 0, 1, i, 1024);
    put_data(world, 0, 2, i, 1024);
  }
  world_settle(world);
  frame_view view;
  for (uint16_t i = 0; i < 40; i++) {
    CHECK(world_frame(world, 2, &view) && view.seq == i && view.port == 0);
  }
  CHECK(world_count(world, 0, COUNT_NO_ROOM) == 40 - 15); /* without acknowledgements a lane takes 15 */
  world->room[1] = UINT32_MAX;
  world_settle(world);
  for (uint16_t i = 0; i < 15; i++) {
    CHECK(world_frame(world, 1, &view) && view.seq == i);
  }
  CHECK(!world_frame(world, 1, &view));
  free(world);
}

/* So many frames that do not compress, and as many of the longest acknowledgements, find room in a lane that nothing
   leaves. */
static void check_room(uint32_t frames, uint16_t payload_size) {
  struct world *world = world_new();
  world->room[1] = 0;
  uint8_t payload[FRAME_PAYLOAD_BYTES_MAX];
  memset(payload, 0xff, sizeof payload);
  for (uint32_t i = 0; i < frames; i++) {
    frame_view view = {.type = FRAME_DATA,
                       .port = 1,
                       .flags = FRAME_FLAG_ACKED,
                       .ack = 0xffff,
                       .tag = 0xffff,
                       .seq = 0xffff,
                       .credit = 0xff,
                       .payload = payload,
                       .payload_size = payload_size};
    put_frame(world, 0, &view);
    view.type = FRAME_ACK;
    view.payload_size = FRAME_BITMAP_BYTES_MAX;
    put_frame(world, 0, &view);
  }
  world_settle(world);
  CHECK(world_count(world, 0, COUNT_NO_ROOM) == 0);
  CHECK(world->bridge.ports[1].from_node.frames == 2 * frames);
  free(world);
}

static void a_lane_has_room_for_the_window_and_acknowledgements(void) {
  check_room(BRIDGE_WINDOW_FRAMES, FRAME_PAYLOAD_BYTES_MAX);
}

/* The short frames that link-20 allows instead. */
static void a_lane_has_room_for_short_frames_and_acknowledgements(void) {
  enum { SHORT_FRAMES = 62, BYTES = 13 * 1050, BESIDE = 26 };
  for (uint32_t frames = BRIDGE_WINDOW_FRAMES; frames <= SHORT_FRAMES; frames++) {
    uint32_t payload_size = BYTES / frames - BESIDE;
    check_room(frames, (uint16_t)payload_size);
  }
}

static void lanes_to_the_node_take_turns(void) {
  struct world *world = world_new();
  world->room[0] = 0;
  for (uint16_t i = 0; i < 5; i++) {
    put_data(world, 1, 0, i, 1000);
    put_data(world, 2, 0, i, 10);
  }
  world_settle(world);
  world->room[0] = UINT32_MAX;
  world_settle(world);
  frame_view view;
  uint8_t last = 0;
  for (uint16_t i = 0; i < 10; i++) {
    CHECK(world_frame(world, 0, &view) && view.port != last && view.seq == i / 2);
    last = view.port;
  }
  free(world);
}

static void one_step_moves_a_bounded_number_of_bytes(void) {
  struct world *world = world_new();
  for (uint16_t i = 0; i < 10; i++) {
    put_data(world, 0, 1, i, 1024);
  }
  uint32_t in = 0;
  uint32_t out = 0;
  while (bridge_step(&world->bridge)) {
    CHECK(world_count(world, 0, COUNT_BYTES_IN) - in <= BRIDGE_STEP_BYTES);
    CHECK(world_count(world, 1, COUNT_BYTES_OUT) - out <= BRIDGE_STEP_BYTES);
    in = world_count(world, 0, COUNT_BYTES_IN);
    out = world_count(world, 1, COUNT_BYTES_OUT);
  }
  CHECK(out > 10 * 1024);
  free(world);
}

static void what_comes_while_the_node_is_away_is_kept_and_told(void) {
  struct world *world = world_new();
  world->absent[0] = true;
  world_settle(world);
  for (uint16_t i = 0; i < 100; i++) {
    put_data(world, 1, 0, i, 500);
    world_settle(world);
    world->now_ms += 10;
  }
  uint32_t kept = world->bridge.ports[1].to_node.frames;
  CHECK(kept == LANE_BYTES / (500 + 12 + 6 + 1) - 1u || kept == LANE_BYTES / (500 + 12 + 6 + 1));
  CHECK(world_count(world, 1, COUNT_PUSHED_OUT) == 100 - kept && world_count(world, 1, COUNT_NO_ROOM) == 0);
  world->absent[0] = false;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.port == BRIDGE_CONTROL_PORT && view.payload_size == 1 + 2 * 16);
  CHECK(view.payload[0] == 64 && view.payload[1] == 1 && read_u16(view.payload + 3) == kept);
  CHECK(read_u32(view.payload + 9) == 10 * kept && read_u32(view.payload + 13) == 100 - kept);
  CHECK(view.payload[17] == 2 && read_u16(view.payload + 19) == 0);
  for (uint32_t i = 100 - kept; i < 100; i++) {
    CHECK(world_frame(world, 0, &view) && view.seq == i && view.port == 1);
  }
  CHECK(!world_frame(world, 0, &view));
  free(world);
}

static void the_same_call_again_is_kept_once(void) {
  struct world *world = world_new();
  world->absent[0] = true;
  world_settle(world);
  put_data(world, 2, 0, 3, 5);
  for (int i = 0; i < 1000; i++) {
    put_sync(world, 2, 9);
    world_settle(world);
  }
  put_sync(world, 2, 10);
  world_settle(world);
  CHECK(world->bridge.ports[2].to_node.frames == 3 && world_count(world, 2, COUNT_REPEATED) == 999);
  free(world);
}

static void a_frame_cut_short_by_the_nodes_going_goes_again_whole(void) {
  struct world *world = world_new();
  world->room[0] = 100;
  put_data(world, 1, 0, 7, 300);
  world_settle(world);
  uint8_t part[200];
  CHECK(world_take(world, 0, part, sizeof part) == 100);
  world->absent[0] = true;
  world_settle(world);
  world->absent[0] = false;
  world->room[0] = UINT32_MAX;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.payload[0] == 64 && read_u16(view.payload + 3) == 1);
  CHECK(world_frame(world, 0, &view) && view.seq == 7 && view.payload_size == 300);
  CHECK(!world_frame(world, 0, &view));
  free(world);
}

static void a_node_on_a_uart_is_away_when_it_is_silent(void) {
  struct world *world = world_new();
  struct settings settings = world->bridge.settings;
  settings.node_port = 1;
  CHECK(settings_store(&settings, &world->hal));
  world_restart(world);
  put_data(world, 2, 0, 1, 20);
  world_settle(world);
  CHECK(!world->bridge.node_present);
  frame_view view;
  CHECK(!world_frame(world, 1, &view));
  put_data(world, 1, 2, 5, 1);
  world_settle(world);
  CHECK(world->bridge.node_present && world_frame(world, 1, &view) && view.payload[0] == 64);
  CHECK(world_frame(world, 1, &view) && view.port == 2 && view.seq == 1);
  CHECK(world_frame(world, 2, &view) && view.port == 0 && view.seq == 5);
  world->now_ms += BRIDGE_SILENCE_MS - 1u;
  world_settle(world);
  CHECK(world->bridge.node_present);
  world->now_ms += 1u;
  world_settle(world);
  CHECK(!world->bridge.node_present);
  world->now_ms += UINT32_MAX / 2u + 7u; /* the clock going round makes nobody present */
  world_settle(world);
  world->now_ms += UINT32_MAX / 2u;
  world_settle(world);
  CHECK(!world->bridge.node_present);
  const uint8_t identify[] = {1};
  CHECK(world_ask(world, 0, identify, 1) == 0 && world_body[7] == 1); /* USB may ask all the same */
  put_data(world, 0, 0, 6, 2);                                        /* and is a port like others */
  put_data(world, 1, 0, 7, 2);
  world_settle(world);
  CHECK(world_frame(world, 0, &view) && view.seq == 7);
  free(world);
}

static void an_answer_that_nobody_hears_is_forgotten(void) {
  struct world *world = world_new();
  struct settings settings = world->bridge.settings;
  settings.node_port = 1;
  CHECK(settings_store(&settings, &world->hal));
  world_restart(world);
  const uint8_t echo[] = {7, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  world->room[0] = 5;
  world_put(world, 0, line, world_request(line, 1, echo, sizeof echo));
  world_settle(world);
  world->absent[0] = true;
  world_settle(world);
  CHECK(world_ask(world, 1, echo, sizeof echo) == 0 && world_body_size == 9);
  free(world);
}

static void a_second_request_finds_it_busy(void) {
  struct world *world = world_new();
  const uint8_t identify[] = {1};
  world->room[0] = 0;
  world_put(world, 0, line, world_request(line, 1, identify, 1));
  world_put(world, 0, line, world_request(line, 2, identify, 1));
  world_settle(world);
  CHECK(world_count(world, 0, COUNT_BUSY) == 1);
  world->room[0] = UINT32_MAX;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.tag == 1);
  CHECK(!world_frame(world, 0, &view));
  free(world);
}

static void a_paused_port_is_sent_nothing_and_says_nothing(void) {
  struct world *world = world_new();
  const uint8_t pause[] = {8, 1, 1};
  const uint8_t resume[] = {8, 1, 0};
  const uint8_t port[] = {2, 1};
  CHECK(world_ask(world, 0, pause, 3) == 0);
  put_data(world, 0, 1, 4, 10);
  put_data(world, 1, 0, 5, 10);
  world_settle(world);
  frame_view view;
  CHECK(!world_frame(world, 1, &view) && !world_frame(world, 0, &view));
  CHECK(world_count(world, 1, COUNT_PAUSED) == 1);
  CHECK(world_ask(world, 0, port, 2) == 0 && world_body[2] == 3 && read_u16(world_body + 14) == 1);
  CHECK(world_ask(world, 0, resume, 3) == 0);
  world_settle(world);
  CHECK(world_frame(world, 1, &view) && view.seq == 4);
  free(world);
}

static void a_paused_node_may_still_ask(void) {
  struct world *world = world_new();
  const uint8_t pause[] = {8, 0, 1};
  const uint8_t echo[] = {7, 1};
  CHECK(world_ask(world, 0, pause, 3) == 0 && world_ask(world, 0, echo, 2) == 0);
  put_data(world, 1, 0, 5, 10);
  world_settle(world);
  frame_view view;
  CHECK(!world_frame(world, 0, &view));
  free(world);
}

static void losses_are_counted(void) {
  struct world *world = world_new();
  world->losses = (bridge_losses){5, 2};
  world_settle(world);
  const uint8_t counters[] = {4, 0};
  CHECK(world_ask(world, 0, counters, 2) == 0 && world_body[1] == COUNTS);
  CHECK(read_u32(world_body + 2 + 4 * COUNT_LOST_BYTES) == 5 && read_u32(world_body + 2 + 4 * COUNT_LINE_ERRORS) == 2);
  free(world);
}

int main(void) {
  a_slow_port_does_not_hold_up_a_fast_one();
  a_lane_has_room_for_the_window_and_acknowledgements();
  a_lane_has_room_for_short_frames_and_acknowledgements();
  lanes_to_the_node_take_turns();
  one_step_moves_a_bounded_number_of_bytes();
  what_comes_while_the_node_is_away_is_kept_and_told();
  the_same_call_again_is_kept_once();
  a_frame_cut_short_by_the_nodes_going_goes_again_whole();
  a_node_on_a_uart_is_away_when_it_is_silent();
  an_answer_that_nobody_hears_is_forgotten();
  a_second_request_finds_it_busy();
  a_paused_port_is_sent_nothing_and_says_nothing();
  a_paused_node_may_still_ask();
  losses_are_counted();
  printf("bridge: 14 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
