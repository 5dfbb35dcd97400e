/* What the board says of itself on USB. The serial number is the unique id in hexadecimal, by which a node tells boards
 * apart. */
#include "pico/unique_id.h"
#include "tusb.h"
#include "usb_ids.h"

enum { LANGUAGE, MAKER, PRODUCT, SERIAL_NUMBER, INTERFACE, STRINGS };
enum { CDC_CONTROL_INTERFACE, CDC_DATA_INTERFACE, INTERFACES };
enum { NOTIFY_IN = 0x81, DATA_OUT = 0x02, DATA_IN = 0x82, PACKET_BYTES = 64, NOTIFY_BYTES = 8, CURRENT_MA = 100 };
enum { CONFIGURATION_BYTES = TUD_CONFIG_DESC_LEN + TUD_CDC_DESC_LEN, STRING_MAX = 32, ENGLISH = 0x0409 };

static const tusb_desc_device_t DEVICE = {.bLength = sizeof DEVICE,
                                          .bDescriptorType = TUSB_DESC_DEVICE,
                                          .bcdUSB = 0x0200,
                                          .bDeviceClass = TUSB_CLASS_MISC,
                                          .bDeviceSubClass = MISC_SUBCLASS_COMMON,
                                          .bDeviceProtocol = MISC_PROTOCOL_IAD,
                                          .bMaxPacketSize0 = CFG_TUD_ENDPOINT0_SIZE,
                                          .idVendor = USB_VENDOR,
                                          .idProduct = USB_PRODUCT,
                                          .bcdDevice = 0x0010,
                                          .iManufacturer = MAKER,
                                          .iProduct = PRODUCT,
                                          .iSerialNumber = SERIAL_NUMBER,
                                          .bNumConfigurations = 1};

static const uint8_t CONFIGURATION[CONFIGURATION_BYTES] = {
    TUD_CONFIG_DESCRIPTOR(1, INTERFACES, 0, CONFIGURATION_BYTES, 0, CURRENT_MA),
    TUD_CDC_DESCRIPTOR(CDC_CONTROL_INTERFACE, INTERFACE, NOTIFY_IN, NOTIFY_BYTES, DATA_OUT, DATA_IN, PACKET_BYTES)};

uint8_t const *tud_descriptor_device_cb(void) { return (const uint8_t *)&DEVICE; }

uint8_t const *tud_descriptor_configuration_cb(uint8_t index) {
  (void)index;
  return CONFIGURATION;
}

uint16_t const *tud_descriptor_string_cb(uint8_t index, uint16_t language) {
  static const char *const TEXTS[STRINGS] = {"", USB_MAKER, USB_PRODUCT_NAME, "", "frames"};
  static uint16_t out[1 + STRING_MAX];
  char id[2 * PICO_UNIQUE_BOARD_ID_SIZE_BYTES + 1];
  (void)language;
  if (index >= STRINGS) {
    return NULL;
  }
  uint16_t size = 0;
  if (index == LANGUAGE) {
    out[1] = ENGLISH;
    size = 1;
  } else {
    const char *text = TEXTS[index];
    if (index == SERIAL_NUMBER) {
      pico_get_unique_board_id_string(id, sizeof id);
      text = id;
    }
    for (; text[size] != '\0' && size < STRING_MAX; size++) {
      out[1 + size] = (uint8_t)text[size];
    }
  }
  out[0] = (uint16_t)(TUSB_DESC_STRING << 8 | (2 + 2 * size));
  return out;
}
