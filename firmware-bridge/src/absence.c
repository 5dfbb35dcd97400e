#include "absence.h"

#include <stddef.h>

#include "crc32c.h"

_Static_assert(FLASH_FRAME_BYTES_MAX == BRIDGE_OUT_BYTES_MAX, "what a lane holds fits a record");

static uint32_t now(const struct bridge *bridge) { return bridge->hal->now_ms(bridge->hal->context); }

/* Whether a frame is the newest that is kept of a port, in its lane or, when that is empty, in flash. */
static bool is_newest(const struct bridge *bridge, uint8_t from, const uint8_t *out, uint32_t out_size) {
  const bridge_port *at = &bridge->ports[from];
  if (at->to_node.frames > 0 || bridge->ring.port_frames[from] == 0) {
    return lane_newest_is(&at->to_node, out, out_size);
  }
  return at->kept_size == out_size && at->kept_check == crc32c(out, out_size);
}

void absence_keep(struct bridge *bridge, uint8_t from, const uint8_t *out, uint32_t out_size) {
  bridge_port *at = &bridge->ports[from];
  if (!bridge->node_present && is_newest(bridge, from, out, out_size)) {
    at->counts[COUNT_REPEATED]++;
    return;
  }
  while (!lane_put(&at->to_node, out, out_size, now(bridge))) {
    if (bridge->node_present) {
      at->counts[COUNT_NO_ROOM]++;
      return;
    }
    lane_pop(&at->to_node);
    at->counts[COUNT_PUSHED_OUT]++;
  }
}

/* The port whose frames wait longest, when that is long enough or their room is needed; BRIDGE_PORTS_MAX: none. */
static uint8_t find_due(const struct bridge *bridge) {
  uint8_t found = BRIDGE_PORTS_MAX;
  uint32_t longest_ms = 0;
  for (uint8_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    const struct lane *lane = &bridge->ports[port].to_node;
    if (lane->frames > 0) {
      uint32_t age_ms = now(bridge) - lane_front_ms(lane);
      bool due = age_ms >= BRIDGE_KEEP_MS || lane->used > LANE_BYTES / 2u;
      if (due && (found == BRIDGE_PORTS_MAX || age_ms > longest_ms)) {
        found = port;
        longest_ms = age_ms;
      }
    }
  }
  return found;
}

static void move_one(struct bridge *bridge, uint8_t port) {
  bridge_port *at = &bridge->ports[port];
  struct flash_ring *ring = &bridge->ring;
  uint32_t size = lane_front_bytes(&at->to_node);
  if (!flash_ring_has_room(ring, size)) {
    uint32_t pushed_out[BRIDGE_PORTS_MAX] = {0};
    flash_ring_erase(ring, pushed_out);
    for (uint8_t of = 0; of < BRIDGE_PORTS_MAX; of++) {
      bridge->ports[of].counts[COUNT_PUSHED_OUT] += pushed_out[of];
    }
    return;
  }
  at->kept_check = flash_ring_put(ring, port, &at->to_node);
  at->kept_size = size;
  lane_pop(&at->to_node);
}

bool absence_step(struct bridge *bridge) {
  if (bridge->ring.flash == NULL || bridge->node_present) {
    return false;
  }
  uint8_t port = find_due(bridge);
  if (port < BRIDGE_PORTS_MAX) {
    move_one(bridge, port);
  }
  return port < BRIDGE_PORTS_MAX;
}
