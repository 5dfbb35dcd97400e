/* The CDC device through TinyUSB. */
#include "board.h"
#include "tusb.h"

enum { TOUCH_BAUD = 1200 };

static bool touched;

void usb_start(void) { (void)tusb_init(); }

void usb_step(void) { tud_task(); }

bool usb_present(void) { return tud_cdc_connected() && !tud_suspended(); }

bool usb_touched(void) {
  bool was = touched;
  touched = false;
  return was;
}

uint32_t usb_read(uint8_t *buf, uint32_t buf_size) {
  return tud_cdc_available() == 0 ? 0 : tud_cdc_read(buf, buf_size);
}

uint32_t usb_write(const uint8_t *buf, uint32_t buf_size) {
  uint32_t size = usb_present() ? tud_cdc_write(buf, buf_size) : 0;
  (void)tud_cdc_write_flush();
  return size;
}

void tud_cdc_line_state_cb(uint8_t interface, bool dtr, bool rts) {
  (void)rts;
  cdc_line_coding_t coding;
  tud_cdc_n_get_line_coding(interface, &coding);
  if (!dtr) {
    /* What nobody took is not for whoever comes next. */
    (void)tud_cdc_n_write_clear(interface);
    touched = touched || coding.bit_rate == TOUCH_BAUD;
  }
}
