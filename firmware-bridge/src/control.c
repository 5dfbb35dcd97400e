#include "control.h"

#include <string.h>

#include "bytes.h"
#include "fault.h"

enum { ANSWER = 0x80, HEAD_BYTES = 2, ANY_BYTES = 255, BODY_BYTES_MAX = FRAME_PAYLOAD_BYTES_MAX - HEAD_BYTES };
enum { IDENTITY_BYTES = 32, PORT_BYTES = 16 };

_Static_assert(CONTROL_ECHO_BYTES_MAX <= BODY_BYTES_MAX, "an echo fits a frame");

/* The bytes of a request's body by kind; ANY_BYTES up to CONTROL_ECHO_BYTES_MAX. */
static const uint8_t BODY_BYTES[] = {
    [CONTROL_IDENTIFY] = 0,     [CONTROL_PORT] = 1,
    [CONTROL_LINE] = 8,         [CONTROL_COUNTERS] = 1,
    [CONTROL_KEPT] = 1,         [CONTROL_BLINK] = 1,
    [CONTROL_ECHO] = ANY_BYTES, [CONTROL_PAUSE] = 2,
    [CONTROL_SETTINGS] = 0,     [CONTROL_SET] = BRIDGE_SETTINGS_BYTES,
    [CONTROL_RESTART] = 0,      [CONTROL_BOOT_DRIVE] = 0,
    [CONTROL_FAULT] = 0,        [CONTROL_FORGET_FAULT] = 0,
};

/* What carries a request out: its body, the answer's body, and how many bytes that has. */
struct turn {
  struct bridge *bridge;
  const uint8_t *body;
  uint32_t body_size;
  uint8_t *out;
  uint32_t out_size;
};

static control_verdict identify(struct turn *turn) {
  const bridge_board *board = turn->bridge->board;
  uint8_t *out = turn->out;
  turn->out_size = IDENTITY_BYTES;
  memset(out, 0, IDENTITY_BYTES);
  out[0] = CONTROL_VERSION;
  out[1] = board->board;
  memcpy(out + 2, board->version, sizeof board->version);
  out[5] = (uint8_t)board->start;
  out[6] = board->ports;
  out[7] = turn->bridge->node_port;
  write_u32(out + 8, board->build);
  memcpy(out + 12, board->unique_id, BRIDGE_UNIQUE_ID_BYTES);
  write_u32(out + 20, turn->bridge->hal->now_ms(turn->bridge->hal->context));
  write_u16(out + 24, FRAME_BYTES_MAX);
  out[26] = BRIDGE_WINDOW_FRAMES;
  out[27] = fault_is_recorded(board->fault) ? 1 : 0;
  write_u32(out + 28, board->starts);
  return CONTROL_DONE;
}

static control_verdict port(struct turn *turn) {
  const struct bridge *bridge = turn->bridge;
  uint8_t number = turn->body[0];
  const bridge_port *at = &bridge->ports[number];
  bridge_port_kind kind = bridge_kind_of(number);
  uint8_t *out = turn->out;
  turn->out_size = PORT_BYTES;
  memset(out, 0, PORT_BYTES);
  out[0] = number;
  out[1] = (uint8_t)kind;
  bool is_node = number == bridge->node_port;
  out[2] = (uint8_t)((bridge->hal->present(bridge->hal->context, number) ? 1u : 0u) | (at->paused ? 2u : 0u) |
                     (is_node ? 4u : 0u) | (is_node && !bridge->node_present ? 8u : 0u));
  if (kind == BRIDGE_KIND_UART) {
    write_u32(out + 4, at->line.baud);
    out[8] = at->line.data_bits;
    out[9] = at->line.parity;
    out[10] = at->line.stop_bits;
  }
  write_u16(out + 12, (uint16_t)at->to_node.frames);
  write_u16(out + 14, (uint16_t)at->from_node.frames);
  return CONTROL_DONE;
}

static control_verdict line(struct turn *turn) {
  uint8_t number = turn->body[0];
  if (bridge_kind_of(number) != BRIDGE_KIND_UART) {
    return CONTROL_NOT_HERE;
  }
  bridge_line wanted = {read_u32(turn->body + 1), turn->body[5], turn->body[6], turn->body[7]};
  if (!line_is_sound(&wanted)) {
    return CONTROL_OUT_OF_RANGE;
  }
  const bridge_hal *hal = turn->bridge->hal;
  wanted.baud = hal->set_line(hal->context, number, &wanted);
  turn->bridge->ports[number].line = wanted;
  write_u32(turn->out, wanted.baud);
  turn->out_size = 4;
  return CONTROL_DONE;
}

static control_verdict counters(struct turn *turn) {
  uint8_t number = turn->body[0];
  turn->out[0] = number;
  turn->out[1] = COUNTS;
  for (uint32_t i = 0; i < COUNTS; i++) {
    write_u32(turn->out + 2 + 4 * i, turn->bridge->ports[number].counts[i]);
  }
  turn->out_size = 2 + 4 * COUNTS;
  return CONTROL_DONE;
}

static uint32_t write_kept(const struct bridge *bridge, uint8_t number, uint8_t out[CONTROL_KEPT_BYTES]) {
  const bridge_port *at = &bridge->ports[number];
  memset(out, 0, CONTROL_KEPT_BYTES);
  out[0] = number;
  if (number != bridge->node_port) {
    const struct flash_ring *ring = &bridge->ring;
    uint32_t now_ms = bridge->hal->now_ms(bridge->hal->context);
    write_u16(out + 2, (uint16_t)(at->to_node.frames + ring->port_frames[number]));
    write_u32(out + 4, lane_frame_bytes(&at->to_node) + ring->port_bytes[number]);
    if (ring->port_frames[number] > 0) {
      write_u32(out + 8, flash_ring_age_ms(ring, number, now_ms));
    } else if (at->to_node.frames > 0) {
      write_u32(out + 8, now_ms - lane_front_ms(&at->to_node));
    }
  }
  write_u32(out + 12, at->counts[COUNT_PUSHED_OUT]);
  return CONTROL_KEPT_BYTES;
}

static control_verdict kept(struct turn *turn) {
  turn->out_size = write_kept(turn->bridge, turn->body[0], turn->out);
  return CONTROL_DONE;
}

static control_verdict blink(struct turn *turn) {
  struct bridge *bridge = turn->bridge;
  bridge->blinking = turn->body[0] != 0;
  bridge->blink_until_ms = bridge->hal->now_ms(bridge->hal->context) + 1000u * turn->body[0];
  return CONTROL_DONE;
}

static control_verdict echo(struct turn *turn) {
  memcpy(turn->out, turn->body, turn->body_size);
  turn->out_size = turn->body_size;
  return CONTROL_DONE;
}

static control_verdict pause(struct turn *turn) {
  if (turn->body[1] > 1) {
    return CONTROL_OUT_OF_RANGE;
  }
  turn->bridge->ports[turn->body[0]].paused = turn->body[1] == 1;
  return CONTROL_DONE;
}

static control_verdict read_settings(struct turn *turn) {
  settings_write(&turn->bridge->settings, turn->out);
  turn->out_size = BRIDGE_SETTINGS_BYTES;
  return CONTROL_DONE;
}

static control_verdict set(struct turn *turn) {
  struct bridge *bridge = turn->bridge;
  struct settings wanted;
  if (!settings_read(&wanted, turn->body) || !bridge_has_port(bridge->board, wanted.node_port)) {
    return CONTROL_BAD_SETTINGS;
  }
  if (wanted.flash_ring && bridge->board->flash == NULL) {
    return CONTROL_NOT_HERE;
  }
  wanted.generation = bridge->settings.generation;
  if (!settings_store(&wanted, bridge->hal)) {
    return CONTROL_NOT_STORED;
  }
  bridge->settings = wanted;
  for (uint8_t number = 0; number < BRIDGE_PORTS_MAX; number++) {
    if (bridge_has_port(bridge->board, number) && bridge_kind_of(number) == BRIDGE_KIND_UART) {
      bridge_line *at = &bridge->ports[number].line;
      *at = wanted.lines[number];
      at->baud = bridge->hal->set_line(bridge->hal->context, number, at);
    }
  }
  write_u32(turn->out, wanted.generation);
  turn->out_size = 4;
  return CONTROL_DONE;
}

static control_verdict boot_drive(struct turn *turn) {
  if (!turn->bridge->board->boot_drive) {
    return CONTROL_NOT_HERE;
  }
  bridge_restart(turn->bridge, true);
  return CONTROL_DONE;
}

static control_verdict read_fault(struct turn *turn) {
  turn->out_size = BRIDGE_FAULT_BYTES;
  memset(turn->out, 0, BRIDGE_FAULT_BYTES);
  if (fault_is_recorded(turn->bridge->board->fault)) {
    memcpy(turn->out, turn->bridge->board->fault, BRIDGE_FAULT_BYTES);
  }
  return CONTROL_DONE;
}

static control_verdict carry_out(struct turn *turn, control_kind kind) {
  switch (kind) {
    case CONTROL_IDENTIFY:
      return identify(turn);
    case CONTROL_PORT:
      return port(turn);
    case CONTROL_LINE:
      return line(turn);
    case CONTROL_COUNTERS:
      return counters(turn);
    case CONTROL_KEPT:
      return kept(turn);
    case CONTROL_BLINK:
      return blink(turn);
    case CONTROL_ECHO:
      return echo(turn);
    case CONTROL_PAUSE:
      return pause(turn);
    case CONTROL_SETTINGS:
      return read_settings(turn);
    case CONTROL_SET:
      return set(turn);
    case CONTROL_RESTART:
      bridge_restart(turn->bridge, false);
      return CONTROL_DONE;
    case CONTROL_BOOT_DRIVE:
      return boot_drive(turn);
    case CONTROL_FAULT:
      return read_fault(turn);
    case CONTROL_FORGET_FAULT:
      fault_forget(turn->bridge->board->fault);
      return CONTROL_DONE;
    case CONTROL_NOTICE:
      break;
  }
  return CONTROL_UNKNOWN_REQUEST;
}

static bool names_port(control_kind kind) {
  return kind == CONTROL_PORT || kind == CONTROL_LINE || kind == CONTROL_COUNTERS || kind == CONTROL_KEPT ||
         kind == CONTROL_PAUSE;
}

static control_verdict judge(struct turn *turn, uint8_t kind) {
  if (kind == 0 || kind >= sizeof BODY_BYTES) {
    return CONTROL_UNKNOWN_REQUEST;
  }
  if (BODY_BYTES[kind] == ANY_BYTES ? turn->body_size > CONTROL_ECHO_BYTES_MAX : turn->body_size != BODY_BYTES[kind]) {
    return CONTROL_MALFORMED;
  }
  if (names_port((control_kind)kind) && !bridge_has_port(turn->bridge->board, turn->body[0])) {
    return CONTROL_NO_SUCH_PORT;
  }
  return carry_out(turn, (control_kind)kind);
}

uint32_t control_answer(struct bridge *bridge, const uint8_t *request, uint32_t request_size,
                        uint8_t answer[FRAME_PAYLOAD_BYTES_MAX]) {
  struct turn turn = {bridge, request + 1, request_size - 1u, answer + HEAD_BYTES, 0};
  control_verdict verdict = judge(&turn, request[0]);
  answer[0] = request[0] | ANSWER;
  answer[1] = (uint8_t)verdict;
  return HEAD_BYTES + (verdict == CONTROL_DONE ? turn.out_size : 0u);
}

uint32_t control_notice(const struct bridge *bridge, uint8_t notice[FRAME_PAYLOAD_BYTES_MAX]) {
  uint32_t size = 1;
  notice[0] = CONTROL_NOTICE;
  for (uint8_t number = 0; number < BRIDGE_PORTS_MAX; number++) {
    if (number != bridge->node_port && bridge_has_port(bridge->board, number)) {
      size += write_kept(bridge, number, notice + size);
    }
  }
  return size;
}
