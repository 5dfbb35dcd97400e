/* What the parts of a board with an RP2350 or RP2040 give its main program. Not callable from an interrupt unless said.
 */
#ifndef BRIDGE_RP2350_BOARD_H
#define BRIDGE_RP2350_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"
#include "restarts.h"

/* Memory that a restart keeps. */
extern struct restarts kept;

#ifdef BRIDGE_BLE
/* The stack of an image with BLE. */
enum { BOARD_STACK_WORDS = 3072 };
extern uint32_t board_stack[BOARD_STACK_WORDS];
#endif

/* UARTs, by port number 1 and 2: interrupts move bytes between the device and a ring each way. */
void uarts_start(void);
uint32_t uarts_read(uint8_t port, uint8_t *buf, uint32_t buf_size);
uint32_t uarts_write(uint8_t port, const uint8_t *buf, uint32_t buf_size);
bridge_losses uarts_take_losses(uint8_t port);
uint32_t uarts_set_line(uint8_t port, const bridge_line *line);

/* USB. usb_step runs TinyUSB. */
void usb_start(void);
void usb_step(void);
uint32_t usb_read(uint8_t *buf, uint32_t buf_size);
uint32_t usb_write(const uint8_t *buf, uint32_t buf_size);
bool usb_present(void);

/* Whether the device was opened at 1200 baud and closed since the last call. */
bool usb_touched(void);

/* BLE, in images with it: false when the radio chip does not answer. radio_step runs BTstack; waiting frames are the
   bridge's for the central. */
bool radio_start(void);
void radio_step(uint32_t waiting);
void radio_light(bool on);
uint32_t radio_read(uint8_t *buf, uint32_t buf_size);
uint32_t radio_write(const uint8_t *buf, uint32_t buf_size);
bool radio_present(void);
bridge_losses radio_take_losses(void);

/* Two sectors at the end of flash. Storing stops interrupts for as long as an erase takes. */
void slots_load(uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]);
bool slots_store(uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]);

/* 16 sectors before those, for frames that wait. */
extern const bridge_flash slots_ring;

/* Restarts at once. Callable from anywhere. */
_Noreturn void board_reset(void);

#endif
