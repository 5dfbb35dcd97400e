/* BLE through the radio chip of the Pico 2 W: BTstack and the chip's driver, run by the main loop, no interrupt of
   theirs does more than note that there is work. In images that are built with `build --ble` alone. */
#include "ble_gatt.h"
#include "board.h"
#include "btstack.h"
#include "pico/btstack_cyw43.h"
#include "pico/btstack_hci_transport_cyw43.h"
#include "pico/btstack_run_loop_async_context.h"
#include "pico/cyw43_arch.h"
#include "pico/time.h"

static struct ble ble;
static bool started;
static bool light_is_on;

static uint32_t now_ms(void) { return to_ms_since_boot(get_absolute_time()); }

/* The SDK's own would keep keys of paired devices in the flash where our settings are. */
bool btstack_cyw43_init(async_context_t *context) {
  btstack_memory_init();
  btstack_run_loop_init(btstack_run_loop_async_context_get_instance(context));
  hci_init(hci_transport_cyw43_instance(), NULL);
  return true;
}

void btstack_cyw43_deinit(async_context_t *context) { (void)context; }

bool radio_start(void) {
  ble_init(&ble);
  if (cyw43_arch_init() != 0) {
    return false;
  }
  ble_gatt_start(&ble, now_ms);
  started = hci_power_control(HCI_POWER_ON) == 0;
  return started;
}

void radio_step(uint32_t waiting) {
  if (started) {
    ble_set_waiting(&ble, waiting);
    ble_gatt_step();
    cyw43_arch_poll();
  }
}

void radio_light(bool on) {
  if (started && on != light_is_on) {
    light_is_on = on;
    cyw43_arch_gpio_put(CYW43_WL_GPIO_LED_PIN, on);
  }
}

uint32_t radio_read(uint8_t *buf, uint32_t buf_size) { return ble_read(&ble, buf, buf_size); }
uint32_t radio_write(const uint8_t *buf, uint32_t buf_size) { return ble_write(&ble, buf, buf_size); }
bool radio_present(void) { return ble_present(&ble); }
bridge_losses radio_take_losses(void) { return ble_take_losses(&ble); }
