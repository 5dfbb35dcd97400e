/* What a bridge does with frames for a node that is away; docs/bridge.md, sections 3 and 7. Called by the bridge alone.
 */
#ifndef BRIDGE_ABSENCE_H
#define BRIDGE_ABSENCE_H

#include "bridge.h"

/* Puts a frame, as it goes on the node's line, into the lane from a port to the node; while that is away, by pushing
   out the oldest. */
void absence_keep(struct bridge *bridge, uint8_t from, const uint8_t *out, uint32_t out_size);

/* Moves one frame that has waited from its lane to flash, or erases a sector for it; true when it did. */
bool absence_step(struct bridge *bridge);

#endif
