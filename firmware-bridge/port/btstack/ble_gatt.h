/* The bridge's GATT service on BTstack, whatever carries its HCI: docs/bridge.md, section 6. Thin: what is decided is
   decided in src/ble.c. All of it runs in BTstack's run loop. */
#ifndef BRIDGE_BLE_GATT_H
#define BRIDGE_BLE_GATT_H

#include <stdint.h>

#include "ble.h"

/* Gives BTstack the service and the advertisement; before its HCI is powered. ble stays the caller's and outlives it.
 */
void ble_gatt_start(struct ble *ble, uint32_t (*now_ms)(void));

/* Sends what is due and lets a silent central go; again and again. */
void ble_gatt_step(void);

#endif
