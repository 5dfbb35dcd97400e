/* The bridge on a board with an RP2350 or RP2040: one instance, one loop. */
#include <string.h>

#include "board.h"
#include "bridge.h"
#include "hardware/gpio.h"
#include "hardware/watchdog.h"
#include "pico/bootrom.h"
#include "pico/time.h"
#include "pico/unique_id.h"
#include "version.h"

#if defined(RASPBERRYPI_PICO2_W)
enum { BOARD = 3 };
#elif defined(RASPBERRYPI_PICO2)
enum { BOARD = 2 };
#elif defined(RASPBERRYPI_PICO)
enum { BOARD = 1 };
#else
#error "docs/protocol.md, section 17, has no number for this board"
#endif

#ifdef BRIDGE_BLE
enum { HAS_BLE = true };
#else
/* An image without BLE; the linker drops what is behind the constant. */
enum { HAS_BLE = false };
#endif
enum { PORTS = 1 << BRIDGE_PORT_USB | 1 << BRIDGE_PORT_UART0 | 1 << BRIDGE_PORT_UART1, PORT_COUNT = HAS_BLE ? 4 : 3 };
_Static_assert(PICO_UNIQUE_BOARD_ID_SIZE_BYTES == BRIDGE_UNIQUE_ID_BYTES, "the unique id is the board's");

/* The name by which an image is known before it runs; docs/bridge.md, bridge-28. Volatile, or it would not be in the
 * image. */
static const volatile struct image_name {
  char mark[8];
  uint8_t board;
  uint8_t version[3];
  uint32_t build;
} NAME = {{'L', 'N', 'B', 'R', 'I', 'D', 'G', 'E'}, BOARD, BRIDGE_VERSION, BRIDGE_BUILD};
_Static_assert(sizeof NAME == 16, "as bridge-28 has it");

#ifdef BRIDGE_BLE
uint32_t board_stack[BOARD_STACK_WORDS] __attribute__((aligned(8)));
#endif

static struct machine {
  struct bridge bridge;
  uint8_t lanes[BRIDGE_LANES_BYTES(PORT_COUNT)];
} machine;

static uint32_t now_ms(void *context) {
  (void)context;
  return to_ms_since_boot(get_absolute_time());
}

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  (void)context;
  if (HAS_BLE && port == BRIDGE_PORT_BLE) {
    return radio_read(buf, buf_size);
  }
  return port == BRIDGE_PORT_USB ? usb_read(buf, buf_size) : uarts_read(port, buf, buf_size);
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  (void)context;
  if (HAS_BLE && port == BRIDGE_PORT_BLE) {
    return radio_write(buf, buf_size);
  }
  return port == BRIDGE_PORT_USB ? usb_write(buf, buf_size) : uarts_write(port, buf, buf_size);
}

static bool present(void *context, uint8_t port) {
  (void)context;
  if (HAS_BLE && port == BRIDGE_PORT_BLE) {
    return radio_present();
  }
  return port != BRIDGE_PORT_USB || usb_present();
}

static bridge_losses take_losses(void *context, uint8_t port) {
  (void)context;
  if (HAS_BLE && port == BRIDGE_PORT_BLE) {
    return radio_take_losses();
  }
  return port == BRIDGE_PORT_USB ? (bridge_losses){0, 0} : uarts_take_losses(port);
}

static uint32_t set_line(void *context, uint8_t port, const bridge_line *line) {
  (void)context;
  return uarts_set_line(port, line);
}

static void load(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  slots_load(slot, block);
}

static bool store(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  return slots_store(slot, block);
}

static void light(void *context, bool on) {
  (void)context;
#ifdef PICO_DEFAULT_LED_PIN
  gpio_put(PICO_DEFAULT_LED_PIN, on);
#else
  if (HAS_BLE) {
    radio_light(on);
  }
#endif
}

static void restart(void *context, bool boot_drive) {
  (void)context;
  if (boot_drive) {
    reset_usb_boot(0, 0);
  }
  board_reset();
}

static bridge_start why_started(void) {
  bridge_start why = restarts_begin(&kept, false);
  return watchdog_enable_caused_reboot() ? BRIDGE_START_WATCHDOG : why;
}

static void start_light(void) {
#ifdef PICO_DEFAULT_LED_PIN
  gpio_init(PICO_DEFAULT_LED_PIN);
  gpio_set_dir(PICO_DEFAULT_LED_PIN, true);
#endif
}

static _Noreturn void run(void) {
  static const bridge_hal HAL = {&machine, now_ms, read_port, write_port, present, take_losses,
                                 set_line, load,   store,     light,      restart};
  static bridge_board board = {
      .board = BOARD, .version = BRIDGE_VERSION, .ports = PORTS, .boot_drive = true, .fault = kept.fault};
  board.build = NAME.build;
  board.start = why_started();
  board.starts = kept.starts;
  pico_unique_board_id_t id;
  pico_get_unique_board_id(&id);
  memcpy(board.unique_id, id.id, sizeof board.unique_id);
  start_light();
  uarts_start();
  if (HAS_BLE && radio_start()) {
    board.ports |= 1 << BRIDGE_PORT_BLE;
  }
  usb_start();
  bridge_init(&machine.bridge, &board, &HAL, machine.lanes, sizeof machine.lanes);
  watchdog_enable(BRIDGE_WATCHDOG_MS, true);
  for (;;) {
    watchdog_update();
    usb_step();
    if (HAS_BLE) {
      radio_step(machine.bridge.ports[BRIDGE_PORT_BLE].from_node.frames);
    }
    (void)bridge_step(&machine.bridge);
    if (usb_touched()) {
      bridge_restart(&machine.bridge, true);
    }
  }
}

int main(void) {
#ifdef BRIDGE_BLE
  /* BTstack comes back into itself, so no sum over its calls is a bound: it gets more than the SDK's 4 KiB. */
  __asm volatile(
      "msr msplim, %0\n"
      "mov sp, %1\n"
      "bx %2\n" ::"r"(board_stack),
      "r"(board_stack + BOARD_STACK_WORDS), "r"(run));
  __builtin_unreachable();
#else
  run();
#endif
}
