# Sums what `size -A` says of an image and compares it with size-budget.txt and each function's stack with its budget.
FILENAME ~ /size-budget/ { if ($1 !~ /^#/ && NF == 2) budget[$1] = $2; next }
FILENAME ~ /stack/ {
  split($0, part, "\t")
  if (part[3] !~ /static/) unbounded++
  if (functions++ < 5) { n = split(part[1], name, ":"); top = top sprintf("    %5d  %s\n", part[2], name[n]) }
  if (part[2] > stack) stack = part[2]
  next
}
$3 ~ /^[0-9]+$/ {
  if ($3 >= 268435456 && $3 < 536870912) flash += $2
  if ($3 >= 536870912 && $3 < 1073741824) ram += $2
  if ($1 == ".data" || $1 == ".scratch_x" || $1 == ".scratch_y") flash += $2
}
function line(what, value,  most) {
  most = budget[what (board ~ /-ble$/ ? "-ble" : "")]
  printf "  %-6s %7d of %7d bytes\n", what, value, most
  if (value > most) { print "  too much"; over = 1 }
}
END {
  printf "%s, build %s\n", board, number
  line("flash", flash)
  line("ram", ram)
  line("stack", stack)
  printf "  deepest of %d functions, %d without a bound:\n%s", functions, unbounded, top
  exit over || flash == 0 || functions == 0
}
