#include "bridge.h"

#include <string.h>

#include "absence.h"
#include "bridge_assert.h"
#include "bridge_error.h"
#include "cobs.h"
#include "control.h"

enum { BLINK_MS = 125, HEARTBEAT_MS = 1000 };

_Static_assert(BRIDGE_WINDOW_FRAMES *(BRIDGE_OUT_BYTES_MAX + LANE_ENTRY_BYTES) + 1684u == LANE_BYTES,
               "a lane has room for the window of the longest frames, and the rest that bridge-6 says");
_Static_assert(COUNTS == 20, "docs/protocol.md, section 17, counters");
_Static_assert(COUNT_BAD_PAYLOAD - COUNT_BAD_STUFFING == BRIDGE_BAD_STUFFING - BRIDGE_BAD_PAYLOAD,
               "counters of broken frames follow the errors");

static void count(struct bridge *bridge, uint8_t port, bridge_count what, uint32_t more) {
  bridge->ports[port].counts[what] += more;
}

static uint32_t now(const struct bridge *bridge) { return bridge->hal->now_ms(bridge->hal->context); }

static void init_lines(struct bridge *bridge) {
  for (uint8_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    if (bridge_has_port(bridge->board, port) && bridge_kind_of(port) == BRIDGE_KIND_UART) {
      bridge_line *line = &bridge->ports[port].line;
      *line = bridge->settings.lines[port];
      line->baud = bridge->hal->set_line(bridge->hal->context, port, line);
    }
  }
}

void bridge_init(struct bridge *bridge, const bridge_board *board, const bridge_hal *hal, uint8_t *memory,
                 uint32_t memory_size) {
  memset(bridge, 0, sizeof *bridge);
  bridge->board = board;
  bridge->hal = hal;
  settings_load(&bridge->settings, hal);
  bridge->node_port = bridge->settings.node_port;
  if (!bridge_has_port(board, bridge->node_port)) {
    bridge->node_port = BRIDGE_PORT_USB;
  }
  uint32_t used = 0;
  for (uint8_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    line_reader_init(&bridge->ports[port].reader);
    bridge->ports[port].zero_due = true;
    if (port != bridge->node_port && bridge_has_port(board, port)) {
      BRIDGE_ASSERT(memory_size - used >= 2u * LANE_BYTES);
      lane_init(&bridge->ports[port].to_node, memory + used);
      lane_init(&bridge->ports[port].from_node, memory + used + LANE_BYTES);
      used += 2u * LANE_BYTES;
    }
  }
  flash_ring_init(&bridge->ring, bridge->settings.flash_ring ? board->flash : NULL);
  init_lines(bridge);
}

void bridge_restart(struct bridge *bridge, bool to_boot_drive) {
  bridge->restart_due = true;
  bridge->restart_to_boot_drive = to_boot_drive;
  bridge->restart_ms = now(bridge) + BRIDGE_RESTART_MS;
}

/* Stuffs a whole frame; a 0 goes before a SYNC. out has BRIDGE_OUT_BYTES_MAX. Returns the bytes. */
static uint32_t put_on_line(const uint8_t *frame, uint32_t frame_size, bool zero_first, uint8_t *out) {
  uint32_t at = 0;
  if (zero_first) {
    out[at++] = 0;
  }
  int32_t size = cobs_encode(frame, frame_size, out + at, BRIDGE_OUT_BYTES_MAX - 1u - at);
  BRIDGE_ASSERT(size > 0);
  at += (uint32_t)size;
  out[at++] = 0;
  return at;
}

/* Puts a message on the control channel; none waits. */
static void say(struct bridge *bridge, uint8_t port, uint16_t tag, const uint8_t *message, uint32_t message_size) {
  frame_view view = {.type = FRAME_DATA,
                     .port = BRIDGE_CONTROL_PORT,
                     .tag = tag,
                     .payload = message,
                     .payload_size = (uint16_t)message_size};
  uint8_t raw[FRAME_BYTES_MAX];
  int32_t size = frame_write(&view, raw, sizeof raw);
  BRIDGE_ASSERT(size > 0);
  bridge->answer_size = put_on_line(raw, (uint32_t)size, false, bridge->answer);
  bridge->answer_port = port;
}

static void on_control(struct bridge *bridge, uint8_t from, const frame_view *view) {
  bool taken = from == bridge->node_port || bridge_kind_of(from) == BRIDGE_KIND_USB;
  if (!taken || view->type != FRAME_DATA || view->flags != 0 || view->seq != 0) {
    count(bridge, from, COUNT_STRAYS, 1);
    return;
  }
  if (bridge->answer_size > 0) {
    count(bridge, from, COUNT_BUSY, 1);
    return;
  }
  uint8_t answer[FRAME_PAYLOAD_BYTES_MAX];
  uint32_t size = control_answer(bridge, view->payload, view->payload_size, answer);
  say(bridge, from, view->tag, answer, size);
}

/* Readdresses a frame, which lies in the reader's bytes, and puts it into its lane. */
static void carry(struct bridge *bridge, uint8_t from, uint8_t to, uint8_t port_field, uint32_t frame_size,
                  const frame_view *view) {
  uint8_t *frame = bridge->ports[from].reader.bytes;
  frame_change(frame, frame_size, FRAME_PORT_AT, (uint8_t)(port_field << 4 | view->flags));
  bool is_sync = view->type == FRAME_SYNC;
  if (is_sync && frame[FRAME_SYNC_WINDOW_AT] > BRIDGE_WINDOW_FRAMES) {
    frame_change(frame, frame_size, FRAME_SYNC_WINDOW_AT, BRIDGE_WINDOW_FRAMES);
  }
  uint8_t out[BRIDGE_OUT_BYTES_MAX];
  uint32_t out_size = put_on_line(frame, frame_size, is_sync, out);
  if (to == bridge->node_port) {
    absence_keep(bridge, from, out, out_size);
  } else if (!lane_put(&bridge->ports[to].from_node, out, out_size, now(bridge))) {
    count(bridge, from, COUNT_NO_ROOM, 1);
  }
}

static void on_frame(struct bridge *bridge, uint8_t from, uint32_t frame_size, const frame_view *view) {
  count(bridge, from, COUNT_FRAMES_IN, 1);
  bool is_node = from == bridge->node_port;
  if (is_node) {
    bridge->node_heard = true;
    bridge->node_heard_ms = now(bridge);
  }
  if (view->port == BRIDGE_CONTROL_PORT) {
    on_control(bridge, from, view);
  } else if (bridge->ports[from].paused) {
    count(bridge, from, COUNT_PAUSED, 1);
  } else if (is_node && view->port != from && bridge_has_port(bridge->board, view->port)) {
    carry(bridge, from, view->port, 0, frame_size, view);
  } else if (!is_node && view->port == 0) {
    carry(bridge, from, bridge->node_port, from, frame_size, view);
  } else {
    count(bridge, from, COUNT_STRAYS, 1);
  }
}

static void count_broken(struct bridge *bridge, uint8_t from, int32_t error) {
  count(bridge, from, (bridge_count)(COUNT_BAD_STUFFING + (BRIDGE_BAD_STUFFING - error)), 1);
}

static bool take_in(struct bridge *bridge, uint8_t from) {
  uint8_t buf[BRIDGE_STEP_BYTES];
  uint32_t size = bridge->hal->read(bridge->hal->context, from, buf, sizeof buf);
  BRIDGE_ASSERT(size <= sizeof buf);
  count(bridge, from, COUNT_BYTES_IN, size);
  for (uint32_t at = 0; at < size;) {
    int32_t result;
    frame_view view;
    at += line_reader_take(&bridge->ports[from].reader, buf + at, size - at, &result, &view);
    if (result < 0) {
      count_broken(bridge, from, result);
    } else if (result > 0) {
      on_frame(bridge, from, (uint32_t)result, &view);
    }
  }
  bridge_losses losses = bridge->hal->take_losses(bridge->hal->context, from);
  count(bridge, from, COUNT_LOST_BYTES, losses.bytes);
  count(bridge, from, COUNT_LINE_ERRORS, losses.line_errors);
  return size > 0;
}

static bool is_present(const struct bridge *bridge, uint8_t port) {
  return bridge->hal->present(bridge->hal->context, port);
}

/* An answer that nobody is there to hear does not keep others from asking. */
static void drop_unheard_answer(struct bridge *bridge) {
  if (bridge->answer_size > 0 && !is_present(bridge, bridge->answer_port)) {
    bridge_port *at = &bridge->ports[bridge->answer_port];
    if (at->sending == SENDING_ANSWER) {
      at->sending = SENDING_NOTHING;
      at->zero_due = true;
    }
    bridge->answer_size = 0;
  }
}

/* Notices when the node goes and comes; bridge-10 and bridge-12. */
static void look_for_node(struct bridge *bridge) {
  bool present = is_present(bridge, bridge->node_port);
  if (bridge_kind_of(bridge->node_port) != BRIDGE_KIND_USB) {
    present = present && bridge->node_heard && now(bridge) - bridge->node_heard_ms < BRIDGE_SILENCE_MS;
    bridge->node_heard = present;
  }
  if (present && !bridge->node_present) {
    bridge->notice_due = true;
  }
  if (!present && bridge->node_present) {
    bridge_port *node = &bridge->ports[bridge->node_port];
    node->sending = SENDING_NOTHING; /* what it was in the middle of goes again, whole */
    node->sent = 0;
    node->zero_due = true;
    bridge->notice_due = false;
  }
  bridge->node_present = present;
  if (bridge->notice_due && bridge->answer_size == 0) {
    uint8_t notice[FRAME_PAYLOAD_BYTES_MAX];
    uint32_t size = control_notice(bridge, notice);
    say(bridge, bridge->node_port, 0, notice, size);
    bridge->notice_due = false;
  }
}

/* The next port after the last whose lane to the node has a frame; false when none has. */
static bool find_turn(struct bridge *bridge, uint8_t *whose) {
  for (uint32_t i = 1; i <= BRIDGE_PORTS_MAX; i++) {
    uint8_t port = (uint8_t)((bridge->turn + i) % BRIDGE_PORTS_MAX);
    if (port != bridge->node_port && bridge->ports[port].to_node.frames > 0) {
      *whose = port;
      return true;
    }
  }
  return false;
}

/* Chooses what a line that sends nothing sends next. */
static void choose(struct bridge *bridge, uint8_t port) {
  bridge_port *at = &bridge->ports[port];
  at->sent = 0;
  if (bridge->answer_size > 0 && bridge->answer_port == port) {
    at->sending = SENDING_ANSWER;
  } else if (at->paused || (bridge->notice_due && port == bridge->node_port)) {
    at->sending = SENDING_NOTHING;
  } else if (port != bridge->node_port) {
    at->sending = at->from_node.frames > 0 ? SENDING_LANE : SENDING_NOTHING;
  } else if (bridge->node_present && bridge->ring.frames > 0) {
    at->sending = SENDING_KEPT; /* older than what is in the lanes */
    const uint8_t *frame;
    (void)flash_ring_load(&bridge->ring, &frame);
  } else if (bridge->node_present && find_turn(bridge, &at->sending_port)) {
    at->sending = SENDING_LANE;
    bridge->turn = at->sending_port;
  }
}

static struct lane *lane_to(struct bridge *bridge, uint8_t port) {
  bridge_port *at = &bridge->ports[port];
  return port == bridge->node_port ? &bridge->ports[at->sending_port].to_node : &at->from_node;
}

/* Points part at the next bytes of what the line is sending, and returns how many lie together. */
static uint32_t next_part(struct bridge *bridge, uint8_t port, const uint8_t **part) {
  const bridge_port *at = &bridge->ports[port];
  switch (at->sending) {
    case SENDING_NOTHING:
      return 0;
    case SENDING_ANSWER:
      *part = bridge->answer + at->sent;
      return bridge->answer_size - at->sent;
    case SENDING_LANE:
      return lane_front_part(lane_to(bridge, port), at->sent, part);
    case SENDING_KEPT:
      *part = bridge->ring.record + FLASH_RECORD_HEAD_BYTES + at->sent;
      return bridge->ring.loaded_size - at->sent;
  }
  return 0;
}

static void finish_when_sent(struct bridge *bridge, uint8_t port) {
  bridge_port *at = &bridge->ports[port];
  if (at->sending == SENDING_ANSWER && at->sent == bridge->answer_size) {
    bridge->answer_size = 0;
  } else if (at->sending == SENDING_LANE && at->sent == lane_front_bytes(lane_to(bridge, port))) {
    lane_pop(lane_to(bridge, port));
  } else if (at->sending == SENDING_KEPT && at->sent == bridge->ring.loaded_size) {
    flash_ring_pop(&bridge->ring);
  } else {
    return;
  }
  at->sending = SENDING_NOTHING;
  count(bridge, port, COUNT_FRAMES_OUT, 1);
}

static bool give_out(struct bridge *bridge, uint8_t port) {
  bridge_port *at = &bridge->ports[port];
  const bridge_hal *hal = bridge->hal;
  static const uint8_t ZERO = 0;
  uint32_t left = BRIDGE_STEP_BYTES;
  while (left > 0) {
    if (at->sending == SENDING_NOTHING) {
      choose(bridge, port);
    }
    const uint8_t *part = &ZERO;
    uint32_t size = at->zero_due && at->sending != SENDING_NOTHING ? 1u : next_part(bridge, port, &part);
    size = size < left ? size : left;
    uint32_t taken = size == 0 ? 0 : hal->write(hal->context, port, part, size);
    BRIDGE_ASSERT(taken <= size);
    count(bridge, port, COUNT_BYTES_OUT, taken);
    if (taken == 0) {
      break;
    }
    left -= taken;
    if (at->zero_due) {
      at->zero_due = false;
    } else {
      at->sent += taken;
      finish_when_sent(bridge, port);
    }
  }
  return left < BRIDGE_STEP_BYTES;
}

/* The light is on for half of each second, and quickly on and off while it blinks. */
static void set_light(struct bridge *bridge) {
  uint32_t now_ms = now(bridge);
  if (bridge->blinking && (int32_t)(now_ms - bridge->blink_until_ms) >= 0) {
    bridge->blinking = false;
  }
  uint32_t period_ms = bridge->blinking ? BLINK_MS : HEARTBEAT_MS;
  bridge->hal->light(bridge->hal->context, now_ms / (period_ms / 2u) % 2u == 0);
}

bool bridge_step(struct bridge *bridge) {
  bool moved = false;
  for (uint8_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    if (bridge_has_port(bridge->board, port)) {
      moved |= take_in(bridge, port);
    }
  }
  drop_unheard_answer(bridge);
  look_for_node(bridge);
  moved |= absence_step(bridge);
  for (uint8_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    if (bridge_has_port(bridge->board, port)) {
      moved |= give_out(bridge, port);
    }
  }
  set_light(bridge);
  if (bridge->restart_due && (int32_t)(now(bridge) - bridge->restart_ms) >= 0) {
    bridge->restart_due = false;
    bridge->hal->restart(bridge->hal->context, bridge->restart_to_boot_drive);
  }
  return moved;
}
