#!/usr/bin/env bash
# The bridge's GATT service over the air of virtual controllers: test/ble_air.sh PROGRAM SHIM, from firmware-bridge, as make air does.
# Needs Debian's bluez-test-tools (btvirt) and socat; neither Bluetooth nor AF_ALG in the kernel.
set -euo pipefail
me=ble_air
source ../scripts/needs
program=$1 shim=$2
command -v btvirt >/dev/null || die "needs btvirt of Debian's package bluez-test-tools"
command -v socat >/dev/null || die "needs socat"
[[ ! -e /tmp/bt-server-le ]] || die "a btvirt of somebody else has /tmp/bt-server-le, or left it"
place=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$place" /tmp/bt-server-{le,bredr,bredrle,amp,mon}' EXIT
LD_PRELOAD=$shim btvirt -s >"$place/btvirt.log" 2>&1 &
until [[ -S /tmp/bt-server-le ]]; do sleep 0.05; done
for side in bridge central; do
  socat "pty,rawer,link=$place/$side" unix-connect:/tmp/bt-server-le &
  until [[ -e $place/$side ]]; do sleep 0.05; done
done
timeout 90 "$program" "$place/bridge" "$place/central"
