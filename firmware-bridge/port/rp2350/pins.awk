# Makes pins.h of hardware/pins.csv: the pins of the bridge's board.
BEGIN {
  FS = ","
  print "/* Made of hardware/pins.csv. */\n#ifndef BRIDGE_PINS_H\n#define BRIDGE_PINS_H\n"
}
$1 == "pico2" && $2 ~ /^GP[0-9]+$/ && $3 ~ /^UART/ { printf "#define PIN_%s %su\n", $3, substr($2, 3) }
END { print "\n#endif" }
